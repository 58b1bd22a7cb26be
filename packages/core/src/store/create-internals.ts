import { RefoldError } from '../errors/refold-error.ts';
import { loadedMemoryLog } from '../memory/loaded-memory-log.ts';
import { createCatalog } from '../model/catalog.ts';
import type { AnyCommand, CommandDefinition } from '../model/command.ts';
import type { Metadata } from '../model/envelope.ts';
import type { AnyEvent } from '../model/event.ts';
import { createIdSource } from '../model/ids.ts';
import { defaultLimits } from '../model/limits.ts';
import type { ReadModel } from '../model/readable.ts';
import { envOf } from '../env/env.ts';
import type { ModelDefinition } from '../fold/fold.ts';
import { ReadModels } from '../fold/read-models.ts';
import { Reader } from '../read/reader.ts';
import { Commands } from '../write/commands.ts';
import { Groups } from '../write/groups.ts';
import { Transactions } from '../write/transactions.ts';
import { createRecorder } from '../write/recorder.ts';
import { Assertions } from './assertions.ts';
import { faultPrinter } from './fault-printer.ts';
import type { StoreInternals } from './internals.ts';
import { Kernel } from './kernel.ts';
import { Sequence } from './sequence.ts';
import { Status } from './status.ts';
import type { StoreOptions } from './store.ts';

export type AnyStoreOptions = StoreOptions<AnyEvent, readonly ReadModel[], readonly AnyCommand[]>;

/**
 * Creates the internals of a store. The platform supplies a log, clock or randomness that the options lack. Throws
 * `name.taken`, `event.not_listed`, `store.not_listed`.
 */
export function createInternals(options: AnyStoreOptions): Omit<StoreInternals, 'over' | 'loadRebuild'> {
  const definitions = options.views as readonly unknown[] as readonly ModelDefinition[];
  const limits = { ...defaultLimits, ...options.limits };
  const env = envOf(options.env);
  const { now, isDevelopment } = env;
  const log = options.log ?? loadedMemoryLog();
  const { actor = () => 'anonymous', source: ownSource = 'app' } = options;
  const ids = createIdSource(now, env.random);
  const catalog = createCatalog(options.events, limits, isDevelopment);
  const recorder = createRecorder(catalog, ids, now, limits);
  const status = new Status(faultPrinter(env));
  const models = new ReadModels(definitions, isDevelopment, options.freeze);
  const kernel = new Kernel({ log, catalog, env, ids, models, recorder, status });
  const reader = new Reader(kernel.displayed, models.listing);
  checkListed(definitions, (event) => catalog.lists(event));
  const given = (options.commands ?? []) as readonly unknown[] as readonly CommandDefinition[];
  const groups = new Groups(env);
  const newMetadata = (source = ownSource): Metadata => ({
    correlationId: ids.newId('cor'),
    source,
    actorId: actor(),
  });
  const transactions = new Transactions({
    ...{ groups, ids, models, recorder, reader, newMetadata },
    newReceipt: (commit) => kernel.writer.receiptOf(commit),
    append: (...commit) => void kernel.append(...commit),
  });
  const commands = new Commands(given, { reader: () => transactions.reader, ids, now, actor });
  return {
    ...{ kernel, log, catalog, env, limits, reader, commands, groups, transactions, actor, newMetadata },
    assert: new Assertions(kernel, commands, transactions),
    imports: new Sequence(),
    loads: new Sequence(),
  };
}

/** Throws `event.not_listed` if read models fold events that the store does not list. */
export function checkListed(models: readonly ModelDefinition[], isListed: (event: AnyEvent) => boolean): void {
  for (const event of models.flatMap((model) => model['~folds']))
    if (!isListed(event)) throw new RefoldError('event.not_listed', { type: event.type });
}
