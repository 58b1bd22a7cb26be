import * as z from 'zod';
import { type Env } from '../env/env.ts';
import { type TestEnv, testEnv } from '../env/env.fixture.ts';
import type { ModelDefinition } from '../fold/fold.ts';
import { createStore } from '../store/create-store.ts';
import { memoryLog } from '../memory/memory-log.ts';
import type { EventLog } from '../log/event-log.ts';
import type { Envelope } from '../model/envelope.ts';
import { defineCollection } from '../model/collection.ts';
import { defineCommand, reject } from '../model/command.ts';
import { defineEvent } from '../model/event.ts';
import type { Handlers } from '../model/handlers.ts';
import { defineView } from '../model/view.ts';
import { createUndo } from '../undo/create-undo.ts';
import { watch } from '../binding/watch.ts';

/** Counts the calls of an app's functions, and makes the call with a given number throw. */
export class Fuse {
  /** The call that threw since the fuse was armed. */
  blown: string | undefined;
  #left = Infinity;
  #spared: readonly string[] = [];
  #isReportBroken = false;

  /**
   * The first call throws with 1. `spared`: calls that are not counted. `isReportBroken`: reporting and printing throw
   * as well.
   */
  arm(call: number, spared: readonly string[], isReportBroken: boolean): void {
    this.#left = call;
    this.#spared = spared;
    this.#isReportBroken = isReportBroken;
    this.blown = undefined;
  }

  disarm(): void {
    this.#left = Infinity;
    this.#isReportBroken = false;
  }

  at(name: string): void {
    const isAgain =
      this.#isReportBroken && this.blown !== undefined && (name === 'env.report' || name === 'env.console');
    if (!isAgain && (this.#spared.includes(name) || (this.#left -= 1) !== 0)) return;
    this.blown = name;
    throw new Error(`planted in ${name}`);
  }
}

/** Wraps methods so that they can reject before they act, or afterwards. */
function faulty<T extends object>(fuse: Fuse, label: string, ports: T): T {
  const wrap = (name: string, method: (...args: unknown[]) => unknown) => {
    return async (...args: unknown[]): Promise<unknown> => {
      fuse.at(`${label}.${name}`);
      const result = await method(...args);
      fuse.at(`${label}.${name}, done`);
      return result;
    };
  };
  const entries = Object.entries(ports).map(([name, port]) => {
    return [name, typeof port === 'function' ? wrap(name, port as () => unknown) : port] as const;
  });
  return Object.fromEntries(entries) as T;
}

/** An environment whose every function can throw. */
function faultyEnv(fuse: Fuse, env: TestEnv): Partial<Env> {
  const names = ['now', 'elapsed', 'random', 'pause', 'idle', 'schedule', 'onHide', 'report'] as const;
  const wrap = (name: (typeof names)[number]) => {
    return (...args: readonly unknown[]): unknown => {
      fuse.at(`env.${name}`);
      return (env[name] as (...given: readonly unknown[]) => unknown)(...args);
    };
  };
  const error = (): void => fuse.at('env.console');
  return { ...Object.fromEntries(names.map((name) => [name, wrap(name)])), console: { error }, isDevelopment: true };
}

/** A read model whose fold breaks outside its reducers, as when memory runs out. */
function breakable<M>(fuse: Fuse, model: M): M {
  const definition = model as unknown as ModelDefinition;
  const handlers: Handlers = definition['~handlers'];
  const lookUp = Map.prototype.has;
  const has = (type: string): boolean => (fuse.at('the fold'), lookUp.call(handlers, type));
  return { ...definition, '~handlers': Object.assign(new Map(handlers), { has }) } as M;
}

export interface Item {
  readonly k: number;
  readonly n: number;
}

/**
 * Everything that an app defines, each function with a fuse. Reducers have none: a reducer that throws stops its model.
 */
function defineAll(fuse: Fuse) {
  const item = z.object({ k: z.number(), n: z.number() }).refine(() => (fuse.at('schema'), true));
  const Put = defineEvent('item.put', item);
  const Bumped = defineEvent('item.bumped', z.object({ k: z.number() }));
  const Paid = defineEvent('item.paid', z.object({ n: z.number() }), { undo: false });
  const Repaid = defineEvent('item.repaid', z.object({ n: z.number() }));
  const bareItems = defineCollection('items', { key: (row: Item) => (fuse.at('key'), row.k), indexes: ['n'] })
    .on(Put, (rows, e) => rows.put(e.data))
    .on(Bumped, (rows, e) => rows.update(e.data.k, (row) => void (row.n += 1)));
  const items = breakable(fuse, bareItems);
  const barePaid = defineView('paid', { initial: { n: 0 } })
    .on(Paid, (draft, e) => void (draft.n += e.data.n))
    .on(Repaid, (draft, e) => void (draft.n -= e.data.n));
  const paid = breakable(fuse, barePaid);
  const write = defineCommand('item.write', {
    input: z.object({ k: z.number(), n: z.number() }).refine(() => (fuse.at('input'), true)),
    reads: { items },
    label: ({ k }) => (fuse.at('label'), `Write ${k}`),
    scope: () => (fuse.at('scope'), 'desk'),
    coalesce: ({ k }) => (fuse.at('coalesce'), `${k}`),
    decide: (input, { items: rows }, { newId }) => {
      fuse.at('decide');
      newId('row');
      return rows.get(input.k)?.n === input.n ? reject('same') : Put(input);
    },
  });
  const pay = defineCommand('item.pay', {
    input: z.object({ n: z.number() }),
    decide: ({ n }) => [Paid({ n }), Bumped({ k: n })],
    compensate: ([first]) => (fuse.at('compensate'), Repaid({ n: (first!.data as { readonly n: number }).n })),
  });
  /** A read model and a command to attach later, new on each call. */
  const late = () => ({
    count: breakable(
      fuse,
      defineView('late', { initial: { n: 0 } }).on([Put, Bumped, Repaid], (draft) => void (draft.n += 1)),
    ),
    touch: defineCommand('item.touch', { decide: () => Bumped({ k: 0 }) }),
  });
  return { events: [Put, Bumped, Paid, Repaid], Put, Bumped, items, paid, write, pay, late };
}

/** A desk of items: a store, its actor, and what the listeners received. */
export type Desk = Awaited<ReturnType<typeof openDesk>>;

export const HORIZON = 15;

/** The parts of a desk that outlive its store. */
export function makeDesk() {
  const fuse = new Fuse();
  const log = memoryLog('desk', { undoHorizon: HORIZON });
  const snapshots = faulty(fuse, 'snapshots', log.snapshots!);
  const given: EventLog = { ...faulty(fuse, 'log', log), snapshots, close: () => Promise.resolve() };
  return { fuse, log, given, env: testEnv(), definitions: defineAll(fuse), act: { as: 'ann' } };
}

/** Opens a store on those parts. Rejects if that fails. */
export async function openDesk(kept: ReturnType<typeof makeDesk>) {
  const { fuse, given: log, env, definitions, act } = kept;
  const { events, items, paid, write, pay } = definitions;
  const store = createStore({
    events,
    views: [items, paid],
    commands: [write, pay],
    log,
    env: faultyEnv(fuse, env),
    actor: () => (fuse.at('actor'), act.as),
  });
  await store.ready;
  const told: Envelope[] = [];
  store.events$.subscribe((event) => {
    told.push(event);
    fuse.at('events$');
  });
  store.status$.subscribe(() => fuse.at('status$'));
  // Nothing subscribes to `system$`, so faults go to the console.
  store.subscribe(() => fuse.at('subscribe'));
  const size = watch(store, items, (rows) => (fuse.at('selector'), rows.size));
  const watched = { size: size.current };
  size.subscribe(() => {
    watched.size = size.current;
    fuse.at('watch');
  });
  const none = undefined as ReturnType<typeof definitions.late> | undefined;
  return { ...kept, store, told, watched, undo: createUndo(store), late: none, tried: none };
}
