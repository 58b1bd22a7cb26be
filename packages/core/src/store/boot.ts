import type { EventLog, LogHead } from '../log/event-log.ts';
import type { Catalog } from '../model/catalog.ts';
import { attach, type Reached } from './attach.ts';
import type { Env } from '../env/env.ts';
import type { ModelDefinition, LogEntry } from '../fold/fold.ts';
import { decodeEntries, type SkippedEvent } from '../fold/decode-events.ts';
import { ReadModels } from '../fold/read-models.ts';
import { type Replay, replay } from './replay.ts';
import type { Snapshotter } from '../snapshot/snapshotter.ts';
import type { Status } from './status.ts';
import type { Writer } from '../write/writer.ts';

/** The parts of a store that opening and attaching work on. */
export interface OpenerParts {
  readonly log: EventLog;
  readonly catalog: Catalog;
  readonly env: Env;
  readonly models: ReadModels;
  readonly writer: Writer;
  readonly snapshotter: Snapshotter | undefined;
  readonly board: Status;
}

interface Start {
  /** The position behind which the log is to be folded. */
  readonly start: number;
  /** By read model, the position up to which events are missing in it because they were dropped; 0 when none are. */
  readonly missing: ReadonlyMap<string, number>;
}

/** Brings read models from what is saved and from the log: all of them when the store opens, some when they are attached. */
export class Opener {
  readonly #parts: OpenerParts;
  readonly #listeners = new Set<(entries: readonly LogEntry[]) => void>();
  #attaching: Promise<unknown> = Promise.resolve();

  constructor(parts: OpenerParts) {
    this.#parts = parts;
  }

  /** Reads the log into the store's read models; gives the position reached. */
  async open(): Promise<number> {
    const { log, models, writer, snapshotter, board } = this.#parts;
    const head = await log.open();
    const { start, missing } = await this.#restore(models, head);
    board.missing(missing);
    board.setSkipped(snapshotter?.begin(start) ?? 0);
    const tell = (event: SkippedEvent): void => {
      snapshotter?.noteSkipped(event.event, event.position);
      board.tell(event);
    };
    const position = await replay({ ...this.#replaying(models, tell), models }, start);
    board.stopped(models.stopped);
    writer.begin(position, head.unsealed);
    snapshotter?.advance(models.settled);
    return position;
  }

  /**
   * Reads the log into other read models, one call after the other, and has them adopted, while nothing is written.
   * `tell`: of events that are passed over; by default nobody, since they were told of when the store opened.
   */
  attach(
    definitions: () => readonly ModelDefinition[],
    adopt: (models: ReadModels, reached: Reached) => void,
    tell: (event: SkippedEvent) => void = () => undefined,
  ): Promise<void> {
    const run = this.#attaching.then(() => this.#attach(definitions(), adopt, tell));
    // The caller has the outcome; a failure does not stop the next one.
    this.#attaching = Promise.allSettled([run]);
    return run;
  }

  /** Tells of events that have just been folded into the live read models. */
  taken(entries: readonly LogEntry[]): void {
    for (const listener of this.#listeners) listener(entries);
  }

  /** Told of events as they are folded into the live read models, before anybody else is; the answer ends it. */
  onTaken(listener: (entries: readonly LogEntry[]) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Resolves when nothing is being attached. */
  async settled(): Promise<void> {
    await this.#attaching;
  }

  async #attach(
    definitions: readonly ModelDefinition[],
    adopt: (models: ReadModels, reached: Reached) => void,
    tell: (event: SkippedEvent) => void,
  ): Promise<void> {
    const { log, catalog, env, writer, board } = this.#parts;
    let missing: ReadonlyMap<string, number> = new Map();
    const models = new ReadModels(definitions, env.isDevelopment, this.#parts.models.tools.isFrozen);
    try {
      await attach(models, {
        replay: this.#replaying(models, tell),
        restore: async () => {
          const restored = await this.#restore(models, await log.open());
          missing = restored.missing;
          return restored.start;
        },
        pending: () => decodeEntries(writer.pending, 0, catalog, tell).map(({ event }) => event),
        unstored: () => new Set(writer.pending.map(({ id }) => id)),
        onTaken: (listener) => this.onTaken((entries) => listener(entries.map(({ event }) => event))),
        withWritesPaused: (work) => writer.withWritesPaused(work),
        adopt: (adopted, reached) => {
          adopt(adopted, reached);
          board.missing(missing);
        },
      });
    } finally {
      board.endProgress();
    }
  }

  /** Brings back the saved read models. */
  async #restore(models: ReadModels, head: LogHead): Promise<Start> {
    const { snapshotter } = this.#parts;
    const nothing = { state: undefined, since: head.floor };
    const missing = new Map<string, number>();
    const positions: number[] = [];
    for (const model of models.models) {
      const { state, since } = (await snapshotter?.restore(model, head)) ?? nothing;
      if (state !== undefined) models.restore(model.name, state);
      positions.push(state?.at ?? head.floor);
      missing.set(model.name, since);
    }
    const start = positions.length === 0 ? head.floor : positions.reduce((a, b) => Math.min(a, b));
    models.start(start, head.undoHorizon, snapshotter !== undefined);
    return { start, missing };
  }

  #replaying(models: ReadModels, tell: (event: SkippedEvent) => void): Omit<Replay, 'models'> {
    const { log, catalog, env, board } = this.#parts;
    return {
      log,
      elapsed: env.elapsed,
      pause: env.pause,
      decodeEntries: (events, position) =>
        decodeEntries(events, position, catalog, (event) => {
          models.controls.markOpaque(event.group, event.position);
          tell(event);
        }),
      progress: (done, of) => board.progress(done, of),
    };
  }
}
