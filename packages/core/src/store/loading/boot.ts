import type { SkippedPosition } from '../change.ts';
import { type LoadInternals, replayInto, restoreSaved } from './load.ts';
import { replay } from './replay.ts';

/** Opens the log, loads the read models' snapshots and folds the log up to its head. */
export async function boot(internals: LoadInternals): Promise<void> {
  const { kernel, log } = internals;
  const { models, snapshotter, status, writer } = kernel;
  if (log.isKnown === true) snapshotter?.preload();
  const head = await log.open();
  const { start, missing } = await restoreSaved(internals, models, head);
  const skipped: SkippedPosition[] = [];
  const mark = await replay(
    replayInto(internals, models, (event) => {
      skipped.push({ type: event.event, position: event.position });
      status.tell(event);
    }),
    start,
  );
  writer.begin(mark, head.unsealed);
  kernel.apply({
    ...{ type: 'adopt', models, missing, counted: { start, skipped } },
    head: { confirmed: mark.confirmed, pending: 0 },
    // All its events were in the log before.
    isNew: () => false,
  });
}
