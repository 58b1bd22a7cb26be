import { compact } from '../engine/compact.ts';
import { type TestEnv, testEnv } from '../engine/env.fixture.ts';
import type { AnyStore } from '../engine/store-api.ts';
import { createStore } from '../engine/store.ts';
import { partsOf } from '../engine/store-parts.ts';
import { isRefoldError } from '../errors/refold-error.ts';
import type { EventLog } from '../log/port.ts';
import type { Envelope } from '../model/envelope.ts';
import { eventIdFrom } from '../model/ids.ts';
import type { ReadModel, ReadOf } from '../model/readable.ts';
import { lastChange } from './last-change.ts';
import { at } from './past.ts';
import { plainFold, type PlainFold, type Values } from './plain-fold.fixture.ts';
import { rejectCommit } from './reject-commit.ts';
import { Cleared, grow, Grown, lateOf, Moved, rows, type Script, Set_, type Step, story } from './scripts.fixture.ts';
import { createUndo } from './undo.ts';
import type { Undo } from './undo-api.ts';
import { whatIf } from './what-if.ts';

/** Plays a script over a log, and compares the store with the plain fold after every step. */
export async function play(log: EventLog, { horizon, steps }: Script): Promise<void> {
  const player = new Player(log, horizon);
  await player.open(1);
  for (const step of steps) {
    await player.take(step);
    if (step.isStored) await player.drain();
    player.check();
  }
  await player.drain();
  await player.reopen(1);
  player.check();
}

/** An expectation of the test runner costs much more than this, and there are many. */
function same(found: unknown, expected: unknown, what: string): void {
  const [is, should] = [JSON.stringify(found), JSON.stringify(expected)];
  if (is !== should) throw new Error(`${what}: found ${is}, expected ${should}`);
}

class Player {
  readonly #log: EventLog;
  readonly #horizon: number;
  readonly #env: TestEnv = testEnv();
  #store!: AnyStore;
  #undo!: Undo;
  #actor = 'ann';
  /** All events there ever were, in the order of the log; and those of them that are known to be stored. */
  readonly #events: Envelope[] = [];
  #stored = 0;
  #late: ReturnType<typeof lateOf> | undefined;
  #imported = 0;
  #floor = 0;

  constructor(log: EventLog, horizon: number) {
    this.#log = log;
    this.#horizon = horizon;
  }

  /** `late`: the revision of that read model; 0: the app does not have it. */
  async open(late: number): Promise<void> {
    this.#late = late === 0 ? undefined : lateOf(late);
    const views: readonly ReadModel[] = this.#late === undefined ? [rows, story] : [rows, story, this.#late];
    this.#store = createStore({
      events: [Set_, Grown, Moved, Cleared],
      views: views as readonly [],
      commands: [grow],
      log: this.#log,
      env: this.#env,
      actor: () => this.#actor,
    });
    this.#store.events$.subscribe((event) => this.#events.push(event as Envelope));
    await this.#store.ready;
    this.#undo = createUndo(this.#store);
  }

  async reopen(late: number): Promise<void> {
    await this.#store.close();
    await this.#read();
    await this.open(late);
  }

  async drain(): Promise<void> {
    await partsOf(this.#store).writer.drain();
    await this.#read();
  }

  /** Reads what is stored behind what is known to be: it must be what was told of. */
  async #read(): Promise<void> {
    const { position, floor } = await this.#log.open();
    this.#floor = floor;
    for (let last = Math.max(this.#stored, floor); last < position;) {
      const page = await this.#log.read({ after: last, limit: 50 });
      for (const { position: first, events } of page.commits)
        for (const [i, event] of events.entries()) same(this.#events[first + i - 1]?.id, event.id, 'stored');
      ({ last } = page);
    }
    same(this.#events.length, position, 'head');
    this.#stored = position;
  }

  check(): void {
    const lateSince = this.#store.status.incomplete.find(({ model }) => model === 'late')?.since ?? 0;
    const others = this.#store.status.incomplete.filter(({ model }) => model !== 'late');
    same([others, this.#store.status.stopped], [[], []], 'incomplete and stopped');
    same(
      this.#values((read) => this.#store.get(read as never)),
      this.#expected({ lateSince }),
      'now',
    );
  }

  #expected(options: Partial<PlainFold> = {}): Partial<Values> {
    const { late, ...values } = plainFold(this.#events, { horizon: this.#horizon, ...options });
    return this.#late === undefined ? values : { ...values, late };
  }

  #values(get: (read: ReadModel) => unknown): Partial<Values> {
    const all = get(rows) as ReadOf<typeof rows>;
    const found = [...all];
    // What the index has is what is in the rows.
    for (const { n } of found) {
      const indexed = all.where('n', n);
      same(
        indexed,
        found.filter((row) => row.n === n),
        'index',
      );
    }
    const values = { rows: found, story: get(story) as Values['story'] };
    return this.#late === undefined ? values : { ...values, late: get(this.#late) as Values['late'] };
  }

  async take({ do: what, actor, k, n, ms }: Step): Promise<void> {
    const store = this.#store;
    this.#actor = actor;
    this.#env.ms += ms;
    const to = n % 4;
    if (what === 'set') store.append(Set_({ k, n }));
    else if (what === 'grown') store.append(Grown({ k, n }));
    else if (what === 'moved') store.append(Moved({ k, n: to }));
    else if (what === 'cleared') store.append(Cleared({ k, n }));
    else if (what === 'many')
      store.append(...Array.from({ length: (n >> 2) + 1 }, (_, i) => Set_({ k: (k + i) % 5, n: i })));
    else if (what === 'run') store.run(grow, { k, n });
    else if (what === 'transaction')
      store.transaction('both', () => [
        store.append(Set_({ k, n })),
        store.append(Moved({ k, n: to }), Grown({ k, n })),
      ]);
    else if (what === 'import') await this.#import(k, n);
    else if (what === 'undo') this.#undo.undo();
    else if (what === 'redo') this.#undo.redo();
    else if (what === 'reject') this.#reject(n);
    else if (what === 'save') await partsOf(store).snapshotter!.saveNow();
    else if (what === 'compact') await this.#compact(k, n);
    else if (what === 'reopen') await this.reopen(n % 3);
    else if (what === 'attach') await this.#attach(k, n);
    else if (what === 'at') await this.#at(n);
    else if (what === 'whatIf') await this.#whatIf(n);
    else if (what === 'lastChange') await this.#lastChange(k, n);
  }

  async #import(k: number, n: number): Promise<void> {
    const events = Array.from({ length: (n % 4) + 1 }, (_, i) => ({
      id: eventIdFrom('script', String((this.#imported += 1))),
      type: i % 2 === 0 ? Set_.type : Grown.type,
      timestamp: '2020-01-01T00:00:00.000Z',
      data: { k, n: n + i },
    }));
    await this.#store.import(events);
  }

  /** As a server says no, to something a while ago. */
  #reject(n: number): void {
    const { tail, head } = partsOf(this.#store).models.controls;
    const facts = tail.filter(
      ({ event, position }) =>
        !event.type.startsWith('$') && event.metadata.group !== undefined && position > head - this.#horizon,
    );
    const fact = facts.at(-1 - (n % 7));
    if (fact !== undefined) rejectCommit(this.#store, [fact.event.id], { code: 'no' });
  }

  async #compact(k: number, n: number): Promise<void> {
    const keepEvents = k === 0 ? 0 : n;
    const policy = k === 1 ? { keepDays: n % 3, keepEvents } : { keepEvents };
    const before = this.#floor;
    const head = this.#events.length;
    const { floor, dropped } = await compact(this.#store, { ...policy, ...(n % 2 === 0 && { forget: ['late'] }) });
    same(floor - dropped, before, 'floor before');
    if (dropped > 0) same(floor <= head - Math.max(keepEvents, this.#horizon), true, 'what is kept');
    this.#floor = floor;
  }

  async #attach(k: number, n: number): Promise<void> {
    const late = lateOf((n % 2) + 1);
    if (k === 0) await this.#store.attach(rows);
    else if (k === 1) await this.#store.attach(rows, story);
    else {
      await this.#store.attach(late);
      this.#late = late;
    }
  }

  /** Something about the past is right, or refused where the log was compacted: only before `floor`, then. */
  async #unlessRefused<T>(position: number, ask: () => Promise<T>): Promise<{ readonly value: T } | undefined> {
    try {
      return { value: await ask() };
    } catch (error) {
      if (!isRefoldError(error, 'address.out_of_range')) throw error;
      const { floor } = error.details;
      same([this.#floor > 0, floor > position, floor <= this.#events.length], [true, true, true], 'refusal');
      return undefined;
    }
  }

  async #at(n: number): Promise<void> {
    const asOf = this.#events.length - Math.min(this.#events.length, n);
    const past = await this.#unlessRefused(asOf, () => at(this.#store, asOf));
    if (past === undefined) return;
    const { late, ...values } = this.#values((read) => past.value.get(read as never));
    const { late: lateThen, ...expected } = this.#expected({ asOf });
    same(values, expected, `at ${asOf}`);
    if (this.#store.status.incomplete.length === 0 && this.#late !== undefined) same(late, lateThen, `late at ${asOf}`);
  }

  async #whatIf(n: number): Promise<void> {
    const position = this.#events.length - n;
    const left = this.#events[position - 1];
    if (left === undefined || position <= this.#floor || left.type.startsWith('$')) return;
    const fork = await this.#unlessRefused(position - 1, () => whatIf(this.#store, { skip: [left.id] }));
    if (fork === undefined) return;
    const { late: _, ...values } = this.#values((read) => fork.value.get(read as never));
    const { late: __, ...expected } = this.#expected({ isLeftOut: ({ id }) => id === left.id });
    same(values, expected, `without ${position}`);
  }

  async #lastChange(k: number, n: number): Promise<void> {
    const upTo = this.#events.length - Math.min(this.#events.length, n >> 2);
    const valueAt = (asOf: number): unknown =>
      n % 2 === 0
        ? this.#expected({ asOf }).rows!.find((row) => row.k === k)?.n
        : this.#expected({ asOf }).story!.by[k];
    let position = upTo;
    while (position > 0 && valueAt(position) === valueAt(position - 1)) position -= 1;
    const found = await this.#unlessRefused(position - 1, () =>
      n % 2 === 0
        ? lastChange(this.#store, rows, [k, 'n'], { upTo })
        : lastChange(this.#store, story, ['by', String(k)], { upTo }),
    );
    if (found === undefined) return;
    const { value } = found;
    const expected = position === 0 ? undefined : { position, before: valueAt(position - 1), after: valueAt(position) };
    same(value && { position: value.position, before: value.before, after: value.after }, expected, 'last change');
  }
}
