import { RejectedEvents } from '../write/receipt.ts';
import { RefoldError } from '../errors/refold-error.ts';
import { memoryLog } from '../memory/memory-log.ts';
import { createCatalog } from '../model/catalog.ts';
import type { AnyCommand, CommandDefinition } from '../model/command.ts';
import type { AnyEvent } from '../model/event.ts';
import { createIdSource } from '../model/ids.ts';
import { defaultLimits } from '../model/limits.ts';
import type { ReadModel } from '../model/readable.ts';
import { Commands } from '../write/commands.ts';
import { envOf } from '../env/env.ts';
import { faultPrinter } from './fault-printer.ts';
import type { ModelDefinition } from '../fold/fold.ts';
import { Groups } from '../write/groups.ts';
import { Assertions } from './assertions.ts';
import { Kernel } from './kernel.ts';
import { Opener } from './boot.ts';
import { Publisher } from './publisher.ts';
import { ReadModels } from '../fold/read-models.ts';
import { Reader } from '../read/reader.ts';
import { createRecorder } from '../write/recorder.ts';
import { DisplayedState } from '../read/displayed-state.ts';
import { Snapshotter } from '../snapshot/snapshotter.ts';
import { Status } from './status.ts';
import { storageOf } from './storage.ts';
import type { StoreOptions } from './store.ts';
import type { StoreInternals } from './internals.ts';
import { Writer, type WriterStatus } from '../write/writer.ts';

export type AnyStoreOptions = StoreOptions<AnyEvent, readonly ReadModel[], readonly AnyCommand[]>;

/**
 * Makes the parts of a store and ties them together. What it is not given (a log, a clock, randomness) it takes from the
 * platform. `isClosing`: whether the store is to be used no more. Throws `name.taken`, `event.not_listed`, `store.not_listed`.
 */
export function compose(options: AnyStoreOptions, isClosing: () => boolean): Omit<StoreInternals, 'over'> {
  const definitions = options.views as readonly unknown[] as readonly ModelDefinition[];
  const limits = { ...defaultLimits, ...options.limits };
  const env = envOf(options.env);
  const { now, isDevelopment } = env;
  const log = options.log ?? memoryLog();
  const { actor = () => 'anonymous', source: ownSource = 'app' } = options;
  const ids = createIdSource(now, env.random);
  const catalog = createCatalog(options.events, limits, isDevelopment);
  const recorder = createRecorder(catalog, ids, now, limits);
  const board = new Status(faultPrinter(env));
  const models = new ReadModels(definitions, isDevelopment, options.freeze);
  const shown = new DisplayedState(models.world);
  const reader = new Reader(shown, models.listing);
  const publisher = new Publisher(shown, env.report);
  const rejected = new RejectedEvents();
  const onStatus = (status: WriterStatus): void => {
    board.written(status);
    // Only what is stored is saved, so what was due before comes to its turn now: a long import may end with this.
    if (status.pending === 0) snapshotter?.advance(models.settled);
  };
  const writer = new Writer(log, ids.newId('writer'), env.idle, onStatus, rejected);
  log.onFault?.((fault) => writer.onLogFault(fault));
  const snapshotter: Snapshotter | undefined =
    log.snapshots &&
    new Snapshotter({
      snapshots: log.snapshots,
      models: () => models.models,
      settle: () => {
        models.mark();
        return models.base;
      },
      saveable: (model) => models.saveable(model),
      catalog,
      storedPosition: () => (writer.isUpToDate ? kernel.position : undefined),
      newId: () => ids.newId(),
      pause: env.pause,
      idle: env.idle,
      tell: (event) => board.tell(event),
      isDevelopment,
    });
  checkListed(definitions, (event) => catalog.lists(event));
  const given = (options.commands ?? []) as readonly unknown[] as readonly CommandDefinition[];
  const commands = new Commands(given, { reader, ids, now, actor });
  const groups = new Groups(env);
  const assert = new Assertions({ board, commands, groups, models, shown, isClosing });
  const stamp: StoreInternals['stamp'] = (source = ownSource) => ({
    correlationId: ids.newId('cor'),
    source,
    actorId: actor(),
  });
  const parts = { log, catalog, env, models, writer, snapshotter, board };
  const opener = new Opener(parts);
  const kernel: Kernel = new Kernel({ ...parts, assert, opener, publisher, recorder, rejected, stamp });
  const storage = storageOf({ log, writer, status: () => board.status, env, guard: (action) => assert.use(action) });
  return {
    ...parts,
    opener,
    kernel,
    publisher,
    recorder,
    reader,
    storage,
    limits,
    commands,
    groups,
    assert,
    actor,
    stamp,
    shown,
  };
}

/** Throws `event.not_listed` when a read model folds events that the store does not have. */
export function checkListed(models: readonly ModelDefinition[], isListed: (event: AnyEvent) => boolean): void {
  for (const event of models.flatMap((model) => model['~folds']))
    if (!isListed(event)) throw new RefoldError('event.not_listed', { type: event.type });
}
