import { releasedForControls, undoFold } from '../fold/undo-fold.ts';
import type { Receipt } from '../write/receipt.ts';
import { RefoldError } from '../errors/refold-error.ts';
import { readReleased } from '../store/loading/read-released.ts';
import type { StoreInternals } from '../store/internals.ts';
import type { ControlDraft } from '../model/control-events.ts';

/**
 * Appends a control of the toolkit, such as an undo of groups, whatever their actors and events. Throws
 * `event.released`, and reads what it lacks for the next call, if it needs events that are no longer in memory.
 */
export function appendControl(
  internals: StoreInternals,
  control: ControlDraft,
  { label, scope }: { readonly label?: string | undefined; readonly scope?: string | undefined } = {},
): Receipt {
  const { env, groups, kernel, newMetadata } = internals;
  kernel.models.useUndoFold(undoFold);
  const released = releasedForControls(kernel.models, [control]);
  if (released.length > 0) {
    readReleased(internals, released).then((entries) => kernel.apply({ type: 'hold', entries }), env.report);
    throw new RefoldError('event.released', { id: released[0]!.event.id });
  }
  const metadata = { ...newMetadata(), ...(label !== undefined && { label }), ...(scope !== undefined && { scope }) };
  return kernel.commit([control], { metadata, note: () => groups.close() }, true).receipt;
}
