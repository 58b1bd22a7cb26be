import type { Published } from '../log/staging.ts';
import type { StoreInternals } from '../store/internals.ts';
import { chunksOf, type FileSource } from './chunks.ts';
import { FileReading } from './file-reading.ts';
import type { FileImportOptions, FileImportResult } from './import-options.ts';

/** Stages the events of a file, then publishes them all at once and folds them. */
export async function importFile(
  internals: StoreInternals,
  source: FileSource,
  options: FileImportOptions,
): Promise<FileImportResult> {
  const { env, assert, log } = internals;
  // First, so that a part that cannot be loaded leaves nothing added and not folded.
  const rebuild = await internals.loadRebuild();
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
    // On failure, a better error is thrown already, and the next import deletes the staged events.
    if (published === undefined) await staged.discard().catch(env.report);
  }
  if (published !== undefined && published.events > 0) {
    const { events, last } = published;
    internals.kernel.onImported?.();
    await rebuild('importLog', (position) => position > last - events && position <= last);
  }
  return reading.result(published);
}
