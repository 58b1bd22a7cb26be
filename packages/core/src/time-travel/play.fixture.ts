import { compact } from '../store/compact.ts';
import { type TestEnv, testEnv } from '../env/env.fixture.ts';
import type { AnyStore } from '../store/store.ts';
import { createStore } from '../store/create-store.ts';
import { testHandle } from '../test-handle.fixture.ts';
import type { EventLog } from '../log/event-log.ts';
import type { Envelope } from '../model/envelope.ts';
import { eventIdFrom } from '../model/ids.ts';
import type { ReadModel } from '../model/readable.ts';
import { Known, same } from './known.fixture.ts';
import { lookAt, lookForChange, lookWithout } from './look-back.fixture.ts';
import { rejectCommit } from '../rejections/reject-commit.ts';
import {
  Cleared,
  grow,
  Grown,
  lateOf,
  Moved,
  type Kind,
  rows,
  type Script,
  Assigned,
  type Step,
  story,
} from './scripts.fixture.ts';
import { createUndo } from '../undo/create-undo.ts';
import type { Undo, UndoOutcome } from '../undo/undo.ts';
import { whenRead } from '../undo/when-read.fixture.ts';

/**
 * Plays a script over a log, and compares the store with the naive fold after each step. Returns the outcomes of undo
 * and redo, as `playOpen` does.
 */
export async function play(openLog: () => EventLog, script: Script): Promise<readonly unknown[]> {
  const player = new Player(openLog, script);
  const told: unknown[] = [];
  await player.open(1);
  for (const step of script.steps) {
    await player.take(step);
    if (step.isStored) await player.drain();
    player.check();
    told.push(await player.told());
  }
  await player.drain();
  await player.reopen(1);
  player.check();
  await player.close();
  return told;
}

const passing: ReadonlySet<string> = new Set<Kind>(['save', 'idle', 'compact', 'attach', 'at', 'whatIf', 'lastChange']);

/**
 * Plays a script in a store that never closes, with nothing saved, compacted or looked up. Returns the outcomes of undo
 * and redo.
 */
export async function playOpen(openLog: () => EventLog, script: Script): Promise<readonly unknown[]> {
  const player = new Player(openLog, script);
  const told: unknown[] = [];
  await player.open(0);
  for (const step of script.steps) {
    player.pass(step);
    if (step.do !== 'reopen' && !passing.has(step.do)) await player.take({ ...step, ms: 0 });
    told.push(await player.told());
  }
  await player.close();
  return told;
}

class Player {
  readonly #openLog: () => EventLog;
  readonly #known: Known;
  readonly #env: TestEnv = testEnv();
  #store!: AnyStore;
  #log!: EventLog;
  #undo!: Undo;
  #outcome: UndoOutcome | undefined;
  #actor = 'ann';
  /** How many events are known to be stored. */
  #stored = 0;
  readonly #hasStrangers: boolean;
  #strangers = 0;
  #imported = 0;

  constructor(openLog: () => EventLog, { horizon, hasStrangers }: Script) {
    this.#openLog = openLog;
    this.#hasStrangers = hasStrangers;
    this.#known = new Known(horizon);
  }

  /** `late`: the revision of that read model; 0 if the app lacks it. */
  async open(late: number): Promise<void> {
    this.#known.late = late === 0 ? undefined : lateOf(late);
    this.#log = this.#openLog();
    const views: readonly ReadModel[] =
      this.#known.late === undefined ? [rows, story] : [rows, story, this.#known.late];
    this.#store = createStore({
      events: [Assigned, Grown, Moved, Cleared],
      views: views as readonly [],
      commands: [grow],
      log: this.#log,
      env: this.#env,
      actor: () => this.#actor,
    });
    this.#store.events$.subscribe((event) => this.#known.events.push(event as Envelope));
    await this.#store.ready;
    this.#undo = createUndo(this.#store);
  }

  async reopen(late: number): Promise<void> {
    await this.#store.close();
    await this.open(late);
    await this.#read();
  }

  close(): Promise<void> {
    return this.#store.close();
  }

  /**
   * Advances the clock by the time of a step. A reopened store begins new groups; an open one does so after a pause.
   */
  pass({ do: what, actor, ms }: Step): void {
    this.#actor = actor;
    this.#env.ms += ms + (what === 'reopen' ? 1_000 : 0);
    this.#outcome = undefined;
  }

  /** The undo outcome of the last step. */
  async told(): Promise<unknown> {
    const outcome = this.#outcome;
    const reason = outcome?.ok === false ? outcome.reason : undefined;
    return [outcome?.ok, reason, outcome?.superseded.length, await whenRead(this.#store, () => this.#undo.state)];
  }

  async drain(): Promise<void> {
    await testHandle(this.#store).written();
    await this.#read();
  }

  /** Reads the newly stored events, which must be those that the listeners received. */
  async #read(): Promise<void> {
    const { position, floor } = await this.#log.open();
    this.#known.floor = floor;
    for (let last = Math.max(this.#stored, floor); last < position;) {
      const page = await this.#log.read({ after: last, limit: 50 });
      for (const { position: first, events } of page.commits)
        for (const [i, event] of events.entries()) same(this.#known.events[first + i - 1]?.id, event.id, 'stored');
      ({ last } = page);
    }
    same(this.#known.events.length, position, 'head');
    this.#stored = position;
  }

  check(): void {
    const lateSince = this.#store.status.incomplete.find(({ model }) => model === 'late')?.since ?? 0;
    const others = this.#store.status.incomplete.filter(({ model }) => model !== 'late');
    same([others, this.#store.status.stopped], [[], []], 'incomplete and stopped');
    same(this.#store.status.skipped, this.#strangers, 'passed over');
    same(
      this.#known.values((read) => this.#store.get(read as never)),
      this.#known.expected({ lateSince }),
      'now',
    );
  }

  async take(step: Step): Promise<void> {
    const { do: what, k, n } = step;
    const store = this.#store;
    this.pass(step);
    const to = n % 4;
    if (what === 'set') store.append(Assigned({ k, n }));
    else if (what === 'grown') store.append(Grown({ k, n }));
    else if (what === 'moved') store.append(Moved({ k, n: to }));
    else if (what === 'cleared') store.append(Cleared({ k, n }));
    else if (what === 'many')
      store.append(...Array.from({ length: (n >> 2) + 1 }, (_, i) => Assigned({ k: (k + i) % 5, n: i })));
    else if (what === 'run') store.run(grow, { k, n });
    else if (what === 'transaction')
      store.transaction('both', () => [
        store.append(Assigned({ k, n })),
        store.append(Moved({ k, n: to }), Grown({ k, n })),
      ]);
    else if (what === 'import') await this.#import(k, n);
    else if (what === 'stranger' && this.#hasStrangers) await this.#markOpaque(n);
    else if (what === 'undo') this.#outcome = await whenRead(store, () => this.#undo.undo());
    else if (what === 'redo') this.#outcome = await whenRead(store, () => this.#undo.redo());
    else if (what === 'reject') await whenRead(store, () => this.#reject(n));
    else if (what === 'idle') this.#env.runIdle();
    else if (what === 'save') await testHandle(store).saveSnapshots();
    else if (what === 'compact') await this.#compact(k, n);
    else if (what === 'reopen') await this.reopen(n % 3);
    else if (what === 'attach') await this.#attach(k, n);
    else if (what === 'at') await lookAt(store, this.#known, n);
    else if (what === 'whatIf') await lookWithout(store, this.#known, n);
    else if (what === 'lastChange') await lookForChange(store, this.#known, k, n);
  }

  async #import(k: number, n: number): Promise<void> {
    const events = Array.from({ length: (n % 4) + 1 }, (_, i) => ({
      id: eventIdFrom('script', String((this.#imported += 1))),
      type: i % 2 === 0 ? Assigned.type : Grown.type,
      timestamp: '2020-01-01T00:00:00.000Z',
      data: { k, n: n + i },
    }));
    await this.#store.import(events);
  }

  /** Appends an event of another app, perhaps in a group of this one. */
  async #markOpaque(n: number): Promise<void> {
    const id = eventIdFrom('script', String((this.#imported += 1)));
    const { group } = this.#known.events.at(-1 - (n % 5))?.metadata ?? {};
    const metadata = { correlationId: id, source: 'other', actorId: 'ann', ...(group !== undefined && { group }) };
    const event = { id, type: 'stranger', timestamp: '2020-01-01T00:00:00.000Z', version: 1, data: {}, metadata };
    await this.#store.import([event as never]);
    this.#known.events.push(event as Envelope);
    this.#strangers += 1;
  }

  /** Rejects an older commit, as a server would. */
  #reject(n: number): void {
    const { heldEvents: tail, heldUpTo: head } = testHandle(this.#store);
    const facts = tail.filter(
      ({ event, position }) =>
        !event.type.startsWith('$') && event.metadata.group !== undefined && position > head - this.#known.horizon,
    );
    const fact = facts.at(-1 - (n % 7));
    if (fact !== undefined) rejectCommit(this.#store, [fact.event.id], { code: 'no' });
  }

  async #compact(k: number, n: number): Promise<void> {
    // Pending events cannot be in a snapshot, so compaction would drop nothing.
    if (k > 0) await this.drain();
    const keepEvents = k < 3 ? 0 : n;
    const policy = k === 1 ? { keepDays: n % 3, keepEvents } : { keepEvents };
    const before = this.#known.floor;
    const head = this.#known.events.length;
    const { floor, dropped } = await compact(this.#store, { ...policy, ...(n % 2 === 0 && { forget: ['late'] }) });
    same(floor - dropped, before, 'floor before');
    if (dropped > 0) same(floor <= head - Math.max(keepEvents, this.#known.horizon), true, 'what is kept');
    this.#known.floor = floor;
  }

  async #attach(k: number, n: number): Promise<void> {
    const late = lateOf((n % 2) + 1);
    if (k === 0) await this.#store.attach(rows);
    else if (k === 1) await this.#store.attach(rows, story);
    else {
      await this.#store.attach(late);
      this.#known.late = late;
    }
  }
}
