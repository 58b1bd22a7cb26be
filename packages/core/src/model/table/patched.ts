import type { Key } from './rows.ts';
import { type IndexMap, placeOf, Table } from './table.ts';

/** A table with other rows under some keys, each as it is; undefined takes a row out. */
export function patched(table: Table, rows: ReadonlyMap<Key, object | undefined>): Table {
  if (rows.size === 0) return table;
  const { shape } = table;
  const own = table.rows.clone();
  const indexes = new Map<string, IndexMap>(table.indexes);
  const writable = (name: string): IndexMap => {
    if (indexes.get(name) === table.indexes.get(name)) indexes.set(name, table.indexes.get(name)!.clone());
    return indexes.get(name)!;
  };
  for (const [key, after] of rows) {
    const before = table.rows.get(key);
    if (after === undefined) own.delete(key);
    else own.set(key, after);
    for (const name of shape.indexes) {
      const was = (before as Record<string, unknown> | undefined)?.[name];
      const is = (after as Record<string, unknown> | undefined)?.[name];
      if (before !== undefined && after !== undefined && Object.is(was, is)) continue;
      if (before !== undefined) writable(name).delete(placeOf(was, key));
      if (after !== undefined) writable(name).set(placeOf(is, key), undefined);
    }
  }
  return new Table(shape, own, indexes);
}
