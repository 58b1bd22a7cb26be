// The database of a future release: a later format with other object stores. It replaces
// packages/core/src/dexie/database.ts in the second test page.
import { Database as Today, type DatabaseOptions } from '../../packages/core/src/dexie/database.ts';

export { headOf } from '../../packages/core/src/dexie/database.ts';

export const FORMAT = 3;

export class Database extends Today {
  constructor(name: string, options: DatabaseOptions) {
    super(name, options);
    // One table more and one less: this page does without staging for imports.
    this.version(FORMAT)
      .stores({ later: 'key', stage: null })
      .upgrade((transaction) => transaction.table('head').update('head', { format: FORMAT }));
  }
}
