/** The methods of a collection's draft that an upsert needs. */
interface Rows<R> {
  put(row: R): void;
  update(key: string, recipe: (row: R) => void): void;
}

/** Changes a row, or creates it first. It does not read the row, because a read would end its draft. */
export function upsert<R>(rows: Rows<R>, key: string, create: () => R, recipe: (row: R) => void): void {
  let isThere = false;
  rows.update(key, (row) => {
    isThere = true;
    recipe(row);
  });
  if (isThere) return;
  rows.put(create());
  rows.update(key, recipe);
}
