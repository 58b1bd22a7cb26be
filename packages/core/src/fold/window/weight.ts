import type { Key } from '../../model/table/rows.ts';
import type { Table } from '../../model/table/table.ts';
import type { ModelState } from '../fold.ts';

/** Bytes that V8 takes for an object, a property and a text without its characters, roughly. */
const OBJECT = 24;
const PROPERTY = 8;
const TEXT = 16;

/** Roughly how many bytes of memory a value takes. It must not have cycles. */
export function weightOf(value: unknown): number {
  return weightApart(value, undefined);
}

/** The same, without the parts that another value shares with it. */
function weightApart(value: unknown, other: unknown): number {
  if (value === other) return 0;
  if (typeof value === 'string') return TEXT + value.length;
  if (typeof value !== 'object' || value === null) return 0;
  const shared = typeof other === 'object' && other !== null ? (other as Record<string, unknown>) : NOTHING;
  let weight = OBJECT;
  if (Array.isArray(value))
    for (let i = 0; i < value.length; i++) weight += PROPERTY + weightApart(value[i], shared[i]);
  else for (const key in value) weight += PROPERTY + weightApart((value as Record<string, unknown>)[key], shared[key]);
  return weight;
}

const NOTHING: Record<string, unknown> = {};

/** The keys of changed rows: a set of them, or a map by them. */
type Keys = Pick<ReadonlySet<Key>, 'size' | 'keys'>;

/** Roughly how many bytes of a state a later one does not share. Rows are taken to be alike. */
export function weightOfChange(changed: Keys | 'whole' | undefined, before: ModelState, after: ModelState): number {
  if (changed === undefined || changed === 'whole') return weightApart(before.value, after.value);
  for (const key of changed.keys()) return changed.size * weightOf((before.value as Table).get(key));
  return 0;
}
