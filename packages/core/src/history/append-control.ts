import type { Receipt } from '../engine/receipt.ts';
import type { StoreParts } from '../engine/store-parts.ts';
import type { ControlDraft } from '../model/control-events.ts';

/** Appends an event of the toolkit's own, such as an undo of groups, whoever may have made them, and whatever is in them. */
export function appendControl(
  { groups, intake, stamp }: StoreParts,
  control: ControlDraft,
  { label, scope }: { readonly label?: string | undefined; readonly scope?: string | undefined } = {},
): Receipt {
  const metadata = { ...stamp(), ...(label !== undefined && { label }), ...(scope !== undefined && { scope }) };
  return intake.commit([control], { metadata, note: () => groups.close() }, true).receipt;
}
