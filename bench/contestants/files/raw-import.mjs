// Writes the lines of a file in rows of 500, one transaction each. Nothing is parsed, checked or folded, and every
// write is visible at once.
import { addAll, deleteDatabase, openDatabase } from '../idb.mjs';
import { watchTasks } from '../long-tasks.mjs';
import { ROW_EVENTS } from '../rows.mjs';
import { readFromDisk } from './disk.mjs';
import { provideFile } from './sample-file.mjs';

/** @param {{ units: number, entities: number }} task */
export async function prepare({ units, entities }) {
  await provideFile(units, entities);
}

/** @param {{ units: number, entities: number, round: number }} task */
export async function measure({ units, entities, round }) {
  const file = await readFromDisk(await provideFile(units, entities));
  const name = `raw-import-${round}`;
  const database = await openDatabase(name, 'rows');
  const { cost, longest, result } = await watchTasks(() => writeLines(database, file));
  database.close();
  await deleteDatabase(name);
  if (result !== units + 1) throw new Error(`${result} lines were written, not ${units + 1}.`);
  return { cost, extra: { 'longest task': longest } };
}

/**
 * @param {IDBDatabase} database
 * @param {Blob} file
 */
async function writeLines(database, file) {
  let half = '';
  /** @type {string[]} */
  let lines = [];
  let count = 0;
  const write = async (/** @type {number} */ size) => {
    const row = lines.splice(0, size);
    count += row.length;
    await addAll(database, 'rows', [{ text: row.join('\n') }]);
  };
  const reader = file.stream().pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    const parts = (half + value).split('\n');
    half = parts.pop() ?? '';
    lines = [...lines, ...parts];
    while (lines.length >= ROW_EVENTS) await write(ROW_EVENTS);
  }
  if (lines.length > 0) await write(lines.length);
  return count;
}
