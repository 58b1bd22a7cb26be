import type { Mark } from '../../log/mark.ts';
import type { Envelope } from '../../model/envelope.ts';
import type { SkippedEvent } from '../../fold/decode-events.ts';
import type { ModelDefinition } from '../../fold/fold.ts';
import { ReadModels } from '../../fold/read-models.ts';
import { withWritesPaused } from '../../write/with-writes-paused.ts';
import type { Head } from '../change.ts';
import { type LoadInternals, replayInto, restoreSaved } from './load.ts';
import { type Replay, replay } from './replay.ts';
import { createWindow } from '../../fold/window/undo-window.ts';

/** Read models that were folded in the background, and how far. */
export interface Folded {
  /** The position after which the log was folded. Earlier events are in snapshots. */
  readonly start: number;
  readonly mark: Mark;
  readonly head: Head;
  /** The own events after the log. */
  readonly pending: readonly Envelope[];
  readonly missing: ReadonlyMap<string, number>;
}

/**
 * Folds read models from the log in the background, then calls `adopt` while writes are paused, so that nobody sees a
 * mixture. Events appended meanwhile are folded after the log, unless the log had them already. Calls `alongside` with
 * each position up to which it has read the log.
 */
export async function foldBeside<T>(
  internals: LoadInternals,
  definitions: readonly ModelDefinition[],
  onSkipped: (event: SkippedEvent) => void,
  adopt: (models: ReadModels, folded: Folded) => T,
  alongside: (position: number) => Promise<void> = () => Promise.resolve(),
): Promise<T> {
  const { env, kernel, log } = internals;
  const { status, writer } = kernel;
  const models = new ReadModels(definitions, env.isDevelopment, kernel.models.tools.isFrozen);
  models.keepWindow(createWindow);
  const { confirmed: knownPosition } = writer.known;
  const before = new Set(writer.pending.map(({ id }) => id));
  /** Ids of read events that may be pending too: a write may have failed only in its answer. */
  const stored = new Set<string>();
  const replaying = replayInto(internals, models, onSkipped);
  const read = (after: number): Promise<Mark> =>
    replay(
      {
        ...replaying,
        decodeEntries: (events, position) => {
          for (const { id } of events) if (position > knownPosition || before.has(id)) stored.add(id);
          return replaying.decodeEntries(events, position);
        },
      } satisfies Replay,
      after,
    );
  try {
    const { start, missing } = await restoreSaved(internals, models, await log.open());
    const { confirmed: almost } = await read(start);
    await alongside(almost);
    let result!: T;
    await withWritesPaused(writer, async () => {
      const mark = await read(almost);
      const { confirmed } = mark;
      await alongside(confirmed);
      const pending = writer.pending.filter(({ id }) => !stored.has(id));
      const head = { confirmed, pending: pending.length };
      models.useUndoFold(kernel.models.undoFold);
      models.fold(replaying.decodeEntries(pending, confirmed + 1), confirmed + pending.length);
      result = adopt(models, { start, mark, head, pending, missing });
    });
    return result;
  } finally {
    status.endProgress();
  }
}
