import type { SkippedPosition } from './change.ts';
import { type LoadInternals, replayInto, restoreSaved } from './load.ts';
import { replay } from './replay.ts';

/** Opens the log and brings the store's read models from their saved states to the head of it. */
export async function boot(internals: LoadInternals): Promise<void> {
  const { kernel, log } = internals;
  const { models, status, writer } = kernel;
  const head = await log.open();
  const { start, missing } = await restoreSaved(internals, models, head);
  const skipped: SkippedPosition[] = [];
  const last = await replay(
    replayInto(internals, models, (event) => {
      skipped.push({ type: event.event, position: event.position });
      status.tell(event);
    }),
    start,
  );
  writer.begin(last, head.unsealed);
  kernel.apply({
    ...{ type: 'adopt', models, missing, counted: { start, skipped } },
    head: { confirmed: last, pending: 0 },
    // The log held all of it before.
    isNew: () => false,
  });
}
