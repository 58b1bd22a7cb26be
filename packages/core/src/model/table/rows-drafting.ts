import type { Envelope } from '../envelope.ts';
import type { Reduce } from '../handlers.ts';
import { synchronous } from '../synchronous.ts';
import type { Table } from './table.ts';
import { type RowChanges, TableDraft } from './table-draft.ts';

/** A collection being drafted by the fold. It comes with the definition of a collection, so other pages lack it. */
export class RowsDrafting {
  readonly #rows: TableDraft;

  constructor(...of: ConstructorParameters<typeof TableDraft>) {
    this.#rows = new TableDraft(...of);
  }

  reduce(reduce: Reduce, event: Envelope): void {
    synchronous(reduce(this.#rows, event));
  }

  /** `isBatch`: whether it took more than one event. */
  finish(isBatch: boolean): {
    readonly state: { readonly value: Table };
    readonly change: RowChanges | 'whole' | undefined;
  } {
    const { table, changes } = this.#rows.finish(isBatch);
    return { state: { value: table }, change: changes !== 'whole' && changes.size === 0 ? undefined : changes };
  }
}
