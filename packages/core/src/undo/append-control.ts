import { undoFold } from '../fold/undo-fold.ts';
import type { Receipt } from '../write/receipt.ts';
import type { StoreInternals } from '../store/internals.ts';
import type { ControlDraft } from '../model/control-events.ts';

/** Appends a control of the toolkit, such as an undo of groups, whatever their actors and events. */
export function appendControl(
  { groups, kernel, newMetadata }: StoreInternals,
  control: ControlDraft,
  { label, scope }: { readonly label?: string | undefined; readonly scope?: string | undefined } = {},
): Receipt {
  kernel.models.useUndoFold(undoFold);
  const metadata = { ...newMetadata(), ...(label !== undefined && { label }), ...(scope !== undefined && { scope }) };
  return kernel.commit([control], { metadata, note: () => groups.close() }, true).receipt;
}
