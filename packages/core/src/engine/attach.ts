import type { Envelope } from '../model/envelope.ts';
import type { Placed } from './fold.ts';
import type { ReadModels } from './read-models.ts';
import { type Replay, replay } from './replay.ts';

export interface AttachPorts {
  readonly replay: Omit<Replay, 'begin' | 'stopped'>;
  /** Brings back what is saved of the read models; gives the position behind which the log is still to be folded. */
  readonly restore: (models: ReadModels) => Promise<number>;
  /** Events that are folded into the live read models and may not be stored yet. */
  readonly pending: () => readonly Envelope[];
  /** Told of events as they are folded into the live read models; the answer ends it. */
  readonly onTaken: (listener: (events: readonly Envelope[]) => void) => () => void;
  /** Puts the models in the place of what is live. */
  readonly adopt: (models: ReadModels) => void;
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
    const place: Replay['place'] = (events, position) => {
      for (const { id } of events) missed.delete(id);
      return ports.replay.place(events, position);
    };
    const start = await ports.restore(models);
    const last = await replay({ ...ports.replay, place, begin: () => models.begin(), stopped: () => undefined }, start);
    models.fold(Array.from(missed.values(), (event, i): Placed => ({ position: last + i + 1, event })));
    ports.adopt(models);
  } finally {
    end();
  }
}
