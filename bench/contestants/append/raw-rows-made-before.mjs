// Like raw-our-rows, but with every row made before the clock starts: the database alone.
import { makeLog } from '../../workload/log.mjs';
import { addAll, deleteDatabase, openDatabase } from '../idb.mjs';
import { ROW_EVENTS, toRow } from '../rows.mjs';

/** @param {import('./batches.mjs').AppendTask} task */
export async function measure({ batch, isAwaited, units, round }) {
  const name = `made-before-${batch}-${String(isAwaited)}-${round}`;
  const database = await openDatabase(name, 'out');
  const events = makeLog(units, 1_000);
  const size = isAwaited ? Math.min(batch, ROW_EVENTS) : ROW_EVENTS;
  const rows = Array.from({ length: Math.ceil(units / size) }, (_, i) =>
    toRow(events.slice(i * size, (i + 1) * size), i + 1, Math.min(batch, ROW_EVENTS)),
  );
  const startedAt = performance.now();
  /** @type {Promise<void>[]} */
  const adding = [];
  for (const row of rows) {
    const added = addAll(database, 'out', [row]);
    if (isAwaited) await added;
    else adding.push(added);
  }
  await Promise.all(adding);
  const cost = performance.now() - startedAt;
  database.close();
  await deleteDatabase(name);
  return { cost, check: rows.reduce((sum, row) => sum + row.events, 0) };
}
