import type { AnyStore } from '../store/store.ts';
import { internalsOf, type StoreInternals } from '../store/internals.ts';
import { chunksOf, type FileSource } from './chunks.ts';
import { FileReading } from './file-reading.ts';
import type { FileImportOptions, FileImportResult } from './import-options.ts';
import type { Published } from '../log/staging.ts';

/**
 * Adds the events of a file that `exportLog` made, whatever its length: it is read as a stream, and checked line by line. A
 * line that is no event, whose payload does not fit its schema, or whose id is in the log with other content is left out
 * and told of. Events of unknown type or newer version are kept. What is in the log already is not added again.
 *
 * Nothing is seen before all is read; then all is in the log at once, behind what was there, and read models are folded
 * beside the live ones with `status.progress`, and seen when the promise resolves. `events$` does not tell of these events.
 *
 * Rejects, with nothing added: `file.not_a_log`, `file.format_newer`, `staging.superseded`,
 * `store.not_ready`, `store.closed`, `log.write_failed`, `log.full`, the source's error, the signal's reason. When all is
 * added and cannot be folded: `log.corrupt`, `log.closed`, `log.compacted`, `store.closed`; imported again, nothing is added.
 *
 * @example
 * const { added, quarantined } = await importLog(store, file.stream());
 */
export async function importLog(
  store: AnyStore,
  source: FileSource,
  options: FileImportOptions = {},
): Promise<FileImportResult> {
  const internals = internalsOf(store);
  internals.assert.use('importLog');
  return internals.imports.run(() => importFile(internals, source, options));
}

async function importFile(
  internals: StoreInternals,
  source: FileSource,
  options: FileImportOptions,
): Promise<FileImportResult> {
  const { env, assert, log } = internals;
  const staged = await log.staging.begin();
  const reading = new FileReading(internals, staged, options);
  let published: Published | undefined;
  try {
    for await (const chunk of chunksOf(source, options.signal, env.report)) await reading.take(chunk);
    await reading.end();
    options.signal?.throwIfAborted();
    assert.use('importLog');
    if (reading.staged > 0) published = await staged.publish();
  } finally {
    // When it has failed a better error is on its way, and what stays is deleted by the next import.
    if (published === undefined) await staged.discard().catch(env.report);
  }
  if (published !== undefined && published.events > 0) {
    const { events, last } = published;
    await internals.rebuild('importLog', (position) => position > last - events && position <= last);
  }
  return reading.result(published);
}
