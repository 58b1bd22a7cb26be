import type { PageRef, SnapshotPage } from '../log/snapshot-store.ts';
import { compareScalars, type Span } from '../model/table/order.ts';
import type { Key } from '../model/table/rows.ts';
import type { Table } from '../model/table/table.ts';
import { laterSizes } from '../log/later-sizes.ts';

/** The pages of a snapshot, and those of them that are not stored yet. */
export interface SnapshotPlan {
  readonly pages: readonly PageRef[];
  readonly put: readonly SnapshotPage[];
}

/** A view is one page, kept if the value is unchanged. */
export function planView(
  value: unknown,
  before: readonly PageRef[],
  hasChanged: boolean,
  newId: () => string,
): SnapshotPlan {
  if (!hasChanged && before.length > 0) return { pages: before, put: [] };
  const id = newId();
  return { pages: [{ id, first: '' }], put: [{ id, rows: [value] }] };
}

/**
 * Plans the pages of a collection from its old pages and the keys of changed rows. Pages without a changed row are
 * kept. Neighbours with one are divided again together.
 */
export function planCollection(
  table: Table,
  before: readonly PageRef[],
  changed: ReadonlySet<Key> | 'whole',
  newId: () => string,
): SnapshotPlan {
  const dirty = new Set<number>();
  if (changed !== 'whole') for (const key of changed) dirty.add(pageOf(before, key));
  const isKept = (i: number): boolean => changed !== 'whole' && !dirty.has(i);
  const pages: PageRef[] = [];
  const put: SnapshotPage[] = [];
  const last = Math.max(before.length, 1);
  for (let i = 0; i < last;) {
    if (before.length > 0 && isKept(i)) {
      pages.push(before[i++]!);
      continue;
    }
    const start = i;
    do i += 1;
    while (i < last && !isKept(i));
    for (const page of cut(table, start === 0 ? undefined : before[start], before[i], newId)) {
      pages.push(page.ref);
      put.push({ id: page.ref.id, rows: page.rows });
    }
  }
  return { pages, put };
}

/** Divides the rows between two pages into pages. */
function cut(
  table: Table,
  from: PageRef | undefined,
  to: PageRef | undefined,
  newId: () => string,
): readonly { readonly ref: PageRef; readonly rows: readonly object[] }[] {
  const span: Span = {
    ...(from !== undefined && { low: { value: from.first, isInclusive: true } }),
    ...(to !== undefined && { high: { value: to.first, isInclusive: false } }),
  };
  const rows = table.scan(span);
  return Array.from({ length: Math.ceil(rows.length / laterSizes.snapshotPage) }, (_, i) => {
    const some = rows.slice(i * laterSizes.snapshotPage, (i + 1) * laterSizes.snapshotPage);
    return { ref: { id: newId(), first: table.shape.key(some[0]) }, rows: some };
  });
}

/**
 * Index of the page that a key belongs to: the last that begins at or before it; the first for keys before all pages.
 */
function pageOf(pages: readonly PageRef[], key: Key): number {
  let low = 0;
  let high = pages.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareScalars(pages[middle]!.first, key) <= 0) low = middle + 1;
    else high = middle;
  }
  return Math.max(low - 1, 0);
}
