// The database of a release that does not exist yet: a later format, with other object stores. It stands in the place of
// packages/core/src/dexie/database.ts in the second test page.
import { Database as Today, type DatabaseOptions } from '../../packages/core/src/dexie/database.ts';

export { headOf } from '../../packages/core/src/dexie/database.ts';

export const FORMAT = 2;

export class Database extends Today {
  constructor(name: string, options: DatabaseOptions) {
    super(name, options);
    // One more, and one less: what imports are staged in, which this page does without.
    this.version(FORMAT)
      .stores({ later: 'key', stage: null })
      .upgrade((transaction) => transaction.table('head').update('head', { format: FORMAT }));
  }
}
