// The same rows in one read, without any library: as text, or parsed.
import { answer, getAll } from '../idb.mjs';
import { provideLog } from '../stored-log.mjs';

/** @param {{ entities: number, units: number, isParsed: boolean }} task */
export async function measure({ entities, units, isParsed }) {
  const name = await provideLog(units, entities);
  const startedAt = performance.now();
  const database = await answer(indexedDB.open(name));
  const rows = /** @type {{ events: number, text: string }[]} */ (await getAll(database, 'segments'));
  const events = isParsed ? rows.reduce((sum, { text }) => sum + parse(text), 0) : countEvents(rows);
  const cost = performance.now() - startedAt;
  database.close();
  return { cost, check: events };
}

/** @param {string} text */
function parse(text) {
  /** @type {{ events: unknown[] }[]} */
  const commits = JSON.parse(`[${text.replaceAll('\n', ',')}]`);
  return commits.reduce((sum, { events }) => sum + events.length, 0);
}

/** @param {readonly { events: number }[]} rows */
const countEvents = (rows) => rows.reduce((sum, { events }) => sum + events, 0);
