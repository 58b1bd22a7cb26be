import type { Receipt } from '../engine/receipt.ts';
import type { StoreParts } from '../engine/store-parts.ts';
import { Redone, Undone } from '../model/control-events.ts';

/** Appends an undo or redo of groups, whoever may have made them, and whatever is in them. */
export function appendControl(
  { commit, groups: grouping, stamp }: StoreParts,
  what: 'undo' | 'redo',
  groups: readonly string[],
  { label, scope }: { readonly label?: string | undefined; readonly scope?: string | undefined } = {},
): Receipt {
  const metadata = { ...stamp(), ...(label !== undefined && { label }), ...(scope !== undefined && { scope }) };
  const { receipt } = commit([what === 'undo' ? Undone({ groups }) : Redone({ groups })], metadata);
  grouping.close();
  return receipt;
}
