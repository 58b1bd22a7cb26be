import { loadPart } from '../errors/load-part.ts';
import type { AnyStore } from '../store/store.ts';
import { internalsOf } from '../store/internals.ts';
import type { FileSource } from './chunks.ts';
import type { FileImportOptions, FileImportResult } from './import-options.ts';

/**
 * Imports the events of a file that `exportLog` wrote, of any length. It reads the file as a stream, and checks it line
 * by line. It skips and reports a line that is not an event or does not fit its schema. It does the same with an event
 * whose id is stored with other content. It keeps events of unknown type or newer version, and does not add stored
 * events again.
 *
 * Nothing is visible until the whole file is read. Then all its events enter the log at once, after the existing ones.
 * Read models fold them in the background, with `status.progress`, and show them when the promise resolves. `events$`
 * does not emit them.
 *
 * Rejects, with nothing added, with `file.not_a_log`, `file.format_newer`, `staging.superseded`, `part.not_loaded`,
 * `store.not_ready`, `store.closed`, `log.write_failed`, `log.full`, the source's error, or the signal's reason. If the
 * events are stored and cannot be folded, it rejects with `log.corrupt`, `log.closed`, `log.compacted` or
 * `store.closed`. Importing again adds nothing then.
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
  return internals.imports.run(async () => {
    const { importFile } = await loadPart('file import', () => import('./import-file.ts'));
    return importFile(internals, source, options);
  });
}
