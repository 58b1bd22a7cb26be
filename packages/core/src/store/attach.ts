import type { Envelope } from '../model/envelope.ts';
import type { LogEntry } from '../fold/fold.ts';
import type { ReadModels } from '../fold/read-models.ts';
import { type Replay, replay } from './replay.ts';

/** How far read models are when they are adopted. */
export interface Reached {
  /** The position behind which the log was folded, since what was before is saved. */
  readonly start: number;
  /** Position of the last event of the log. */
  readonly last: number;
  /** Events folded behind it, which are not stored yet. */
  readonly pending: number;
}

export interface AttachPorts {
  readonly replay: Omit<Replay, 'models'>;
  /** Brings back what is saved of the read models; gives the position behind which the log is still to be folded. */
  readonly restore: (models: ReadModels) => Promise<number>;
  /** Events that are folded into the live read models and may not be stored yet. */
  readonly pending: () => readonly Envelope[];
  /** Ids of the events that are not stored at this moment. */
  readonly unstored: () => ReadonlySet<string>;
  /** Told of events as they are folded into the live read models; the answer ends it. */
  readonly onTaken: (listener: (events: readonly Envelope[]) => void) => () => void;
  /** Runs work while nothing is written, so that the log it reads is all that is stored. */
  readonly withWritesPaused: (work: () => Promise<void>) => Promise<void>;
  /** Puts the models in the place of what is live. */
  readonly adopt: (models: ReadModels, reached: Reached) => void;
}

/**
 * Folds read models from the log beside the live ones, and puts them in their place in one go: nobody ever sees a mixture.
 * Events that come meanwhile are folded behind the log, unless the log had them already.
 */
export async function attach(models: ReadModels, ports: AttachPorts): Promise<void> {
  const missed = new Map<string, Envelope>();
  const miss = (events: readonly Envelope[]): void => events.forEach((event) => missed.set(event.id, event));
  miss(ports.pending());
  const end = ports.onTaken(miss);
  try {
    const decodeEntries: Replay['decodeEntries'] = (events, position) => {
      for (const { id } of events) missed.delete(id);
      return ports.replay.decodeEntries(events, position);
    };
    const read = (after: number): Promise<number> => replay({ ...ports.replay, decodeEntries, models }, after);
    const start = await ports.restore(models);
    const almost = await read(start);
    await ports.withWritesPaused(async () => {
      const last = await read(almost);
      // What was stored before it began to read may be in what is saved, and so never read.
      const unstored = ports.unstored();
      const pending = [...missed.values()].filter(({ id }) => unstored.has(id));
      models.fold(
        pending.map((event, i): LogEntry => ({ position: last + i + 1, event })),
        last + pending.length,
      );
      ports.adopt(models, { start, last, pending: pending.length });
    });
  } finally {
    end();
  }
}
