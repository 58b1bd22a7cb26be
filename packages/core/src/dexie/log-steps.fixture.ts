import fc from 'fast-check';
import type { Commit } from '../log/commit.ts';
import { planCompaction } from '../log/compaction-plan.ts';
import type { EventLog } from '../log/event-log.ts';
import type { StagedImport } from '../log/staging.ts';
import type { Envelope } from '../model/envelope.ts';
import { checkEqual } from '../testing/check.ts';
import type { LogStorage } from '../testing/contracts/contract-case.ts';
import { placesOf, readAll, sampleEvent } from '../testing/contracts/log-fixture.ts';

type Action =
  | { readonly kind: 'append'; readonly sizes: readonly number[] }
  /** The same opener appends its last commits again, perhaps with more, as after a write whose result was lost. */
  | { readonly kind: 'again'; readonly back: number; readonly sizes: readonly number[] }
  | { readonly kind: 'import'; readonly known: readonly number[]; readonly fresh: number }
  /** Stages events. Begins an import if there is none. */
  | { readonly kind: 'stage'; readonly known: readonly number[]; readonly fresh: number }
  | { readonly kind: 'publish' }
  | { readonly kind: 'discard' }
  /** Saves a snapshot at the head. */
  | { readonly kind: 'save' }
  | { readonly kind: 'compact'; readonly keep: number }
  | { readonly kind: 'seal' }
  | { readonly kind: 'reopen' };

/** An opener's action, and the number of the database write at which it crashes, if it gets that far. */
export interface Step {
  readonly action: Action;
  readonly opener: number;
  readonly crashAt: number | undefined;
}

export interface CrashingStorage extends LogStorage {
  /** Runs work that is cut off at a database write; returns whether it was. */
  readonly crashing?: (at: number, work: () => Promise<void>) => Promise<boolean>;
}

export const UNDO_HORIZON = 5;
const OPENERS = 2;
/** A segment holds some hundred events, and only whole segments are dropped. */
const size = fc.oneof({ weight: 4, arbitrary: fc.nat({ max: 4 }) }, { weight: 1, arbitrary: fc.constant(300) });
const sizes = fc.array(size, { minLength: 1, maxLength: 4 });
const known = fc.array(fc.nat(), { maxLength: 4 });
const fresh = fc.nat({ max: 3 });

const action: fc.Arbitrary<Action> = fc.oneof(
  fc.record({ kind: fc.constant('append' as const), sizes }),
  fc.record({ kind: fc.constant('again' as const), back: fc.integer({ min: 1, max: 5 }), sizes }),
  fc.record({ kind: fc.constantFrom('import' as const, 'stage' as const), known, fresh }),
  fc.record({ kind: fc.constant('compact' as const), keep: fc.nat({ max: 10 }) }),
  fc.record({ kind: fc.constantFrom('publish', 'discard', 'save', 'seal', 'reopen') }) as fc.Arbitrary<Action>,
);

const opener = fc.nat({ max: OPENERS - 1 });
const crashAt = fc.option(fc.nat({ max: 6 }), { nil: undefined });
const step: fc.Arbitrary<Step> = fc.record({ action, opener, crashAt });
const calm = { crashAt: undefined };
// Chance alone would seldom produce these.
const compaction = fc
  .record({ opener, crashAt, keep: fc.nat({ max: 10 }) })
  .map(({ keep, ...last }): readonly Step[] => [
    { ...last, ...calm, action: { kind: 'append', sizes: [300, 300] } },
    { ...last, ...calm, action: { kind: 'seal' } },
    { ...last, ...calm, action: { kind: 'save' } },
    { ...last, action: { kind: 'compact', keep } },
  ]);
const publication = fc
  .record({ opener, crashAt, known, fresh: fc.integer({ min: 1, max: 3 }) })
  .map(({ known: old, fresh: added, ...last }): readonly Step[] => [
    { ...last, ...calm, action: { kind: 'stage', known: old, fresh: added } },
    { ...last, ...calm, action: { kind: 'stage', known: [], fresh: added } },
    { ...last, action: { kind: 'publish' } },
  ]);

/** Steps of several openers of one log, one after the other. */
export const logSteps: fc.Arbitrary<readonly Step[]> = fc
  .array(
    fc.oneof(
      { weight: 8, arbitrary: step.map((one) => [one]) },
      { weight: 1, arbitrary: compaction },
      { weight: 1, arbitrary: publication },
    ),
    { maxLength: 15 },
  )
  .map((steps) => steps.flat());

/** The expected log. */
class Model {
  /** Of all events ever appended, in order. */
  names: readonly string[] = [];
  floor = 0;
  /** Positions of the latest snapshot and of the base snapshot. */
  latest: number | undefined;
  base: number | undefined;
  staging: { readonly by: Opener; readonly names: readonly string[] } | undefined;
  #count = 0;

  newNames(count: number): readonly string[] {
    return Array.from({ length: count }, () => `${(this.#count += 1)}`);
  }

  oldNames(numbers: readonly number[]): readonly string[] {
    return this.names.length === 0 ? [] : numbers.map((n) => this.names[n % this.names.length]!);
  }
}

/**
 * Takes the steps on a log and on a model of it, and throws where they differ. A step that crashes must have no effect.
 */
export async function takeLogSteps(storage: CrashingStorage, steps: readonly Step[]): Promise<void> {
  const model = new Model();
  let writers = 0;
  const open = (): Promise<Opener> => Opener.open(storage, `writer${(writers += 1)}`, model);
  const openers = await Promise.all(Array.from({ length: OPENERS }, open));
  for (const { opener, action: next, crashAt } of steps) {
    const actor = openers[opener]!;
    let take: (() => void) | undefined;
    const work = async (): Promise<void> => {
      take = await actor.do(next);
    };
    const hasCrashed = crashAt === undefined ? await never(work) : await (storage.crashing ?? never)(crashAt, work);
    take?.();
    if (hasCrashed || next.kind === 'reopen') openers[opener] = await open();
    await openers[opener]!.check(`after ${JSON.stringify(next)}`);
  }
}

async function never(this: unknown, ...args: readonly [() => Promise<void>] | readonly [number, () => Promise<void>]) {
  await (args.at(-1) as () => Promise<void>)();
  return false;
}

/** One opening of the log, as a tab has one. */
class Opener {
  readonly #log: EventLog;
  readonly #writer: string;
  readonly #model: Model;
  readonly #commits: Commit[] = [];
  #staged: StagedImport | undefined;

  private constructor(log: EventLog, writer: string, model: Model) {
    this.#log = log;
    this.#writer = writer;
    this.#model = model;
  }

  static async open(storage: LogStorage, writer: string, model: Model): Promise<Opener> {
    const log = storage.open();
    const { position, floor } = await log.open();
    checkEqual([position, floor], [model.names.length, model.floor], 'head and floor when opened');
    return new Opener(log, writer, model);
  }

  /** Runs the action on the log; returns the function that runs it on the model. */
  async do(next: Action): Promise<() => void> {
    switch (next.kind) {
      case 'append':
        return this.#append(0, next.sizes);
      case 'again':
        return this.#append(next.back, next.sizes);
      case 'import':
        return this.#import(next.known, next.fresh);
      case 'stage':
        return this.#stage(next.known, next.fresh);
      case 'publish':
        return this.#publish();
      case 'discard':
        await this.#staged?.discard();
        this.#staged = undefined;
        return () => this.#model.staging?.by === this && (this.#model.staging = undefined);
      case 'save':
        return this.#save();
      case 'compact':
        return this.#compact(next.keep);
      case 'seal':
        await this.#log.seal();
        return () => undefined;
      case 'reopen':
        return () => undefined;
    }
  }

  /** Throws when the log differs from the model. */
  async check(when: string): Promise<void> {
    const { names, floor, latest, base } = this.#model;
    const expected = names.slice(floor).map((name, i) => `${floor + i + 1}:${name}`);
    for (const limit of [1, 1_000])
      checkEqual(placesOf(await readAll(this.#log, limit, floor)), expected, `places ${when}`);
    const some = [...names.keys()].filter((i) => i % 37 === 0 || i >= names.length - 3);
    const ids = some.map((i) => sampleEvent(names[i]!).id);
    const found = await this.#log.find(ids);
    const nameOf = (event: Envelope | undefined): unknown =>
      (event?.data as { readonly name: string } | undefined)?.name;
    // Compacted events may still be in a batch that was appended again.
    const left = some.map((i, at) => (i < floor ? nameOf(found.get(ids[at]!)) && names[i] : names[i]));
    checkEqual([found.size, ids.map((id) => nameOf(found.get(id)))], [ids.length, left], `found by id ${when}`);
    const rowsOf = async (which: 'latest' | 'base'): Promise<unknown> =>
      (await this.#log.snapshots!.read('m', which))?.pages.flatMap((page) => page.rows);
    const saved = [latest, base].map((at) => at && [{ at }]);
    checkEqual([await rowsOf('latest'), await rowsOf('base')], saved, `saved states ${when}`);
  }

  async #append(back: number, counts: readonly number[]): Promise<() => void> {
    const start = Math.max(0, this.#commits.length - back);
    const added = counts.map((count) => this.#model.newNames(count));
    for (const names of added) this.#commits.push({ events: names.map((name) => sampleEvent(name)) });
    await this.#log.append({ writer: this.#writer, first: start + 1, commits: this.#commits.slice(start) });
    return () => this.#take(added.flat());
  }

  async #import(numbers: readonly number[], count: number): Promise<() => void> {
    const [old, added] = [this.#model.oldNames(numbers), this.#model.newNames(count)];
    const commits = toCommits([...old, ...added]);
    const { duplicates, conflicts } = await this.#log.import({
      writer: this.#writer,
      first: this.#commits.length + 1,
      commits,
    });
    // A duplicate keeps its number, so repeat it as an empty commit.
    this.#commits.push(...commits.map((commit, i): Commit => (i < old.length ? { ...commit, events: [] } : commit)));
    checkEqual([duplicates.length, conflicts.length], [old.length, 0], 'duplicates and conflicts of an import');
    return () => this.#take(added);
  }

  async #stage(numbers: readonly number[], count: number): Promise<() => void> {
    const model = this.#model;
    // A newer import of another opener has ended this one.
    if (this.#staged === undefined || model.staging?.by !== this) {
      this.#staged = await this.#log.staging!.begin();
      model.staging = { by: this, names: [] };
    }
    const [old, added] = [model.oldNames(numbers), model.newNames(count)];
    const { duplicates, conflicts } = await this.#staged.stage(toCommits([...old, ...added]));
    // Publishing finds the events that reached the log since the import began.
    checkEqual([duplicates.length <= old.length, conflicts.length], [true, 0], 'duplicates and conflicts of staging');
    const names = [...model.staging.names, ...added];
    return () => (model.staging = { by: this, names });
  }

  async #publish(): Promise<() => void> {
    const staged = this.#staged;
    if (staged === undefined || this.#model.staging?.by !== this) return () => undefined;
    const { names } = this.#model.staging;
    const { events, conflicts } = await staged.publish();
    checkEqual([events, conflicts.length], [names.length, 0], 'events and conflicts published');
    this.#staged = undefined;
    return () => {
      this.#model.staging = undefined;
      this.#take(names);
    };
  }

  async #save(): Promise<() => void> {
    const { snapshots } = this.#log;
    const { id: log, position } = await this.#log.open();
    if (position === 0) return () => undefined;
    const id = `page${position}`;
    await snapshots!.put('m', [{ id, rows: [{ at: position }] }]);
    const pages = [{ id, first: '' }];
    const isKept = await snapshots!.commit({ model: 'm', revision: 1, log, position, skipped: [], pages });
    checkEqual(isKept, true, 'that the saved state was taken');
    return () => (this.#model.latest = position);
  }

  async #compact(keep: number): Promise<() => void> {
    const { names, floor: before, latest } = this.#model;
    const through = names.length - keep;
    const request = { through, models: [{ model: 'm', revision: 1 }], forget: [] };
    const { floor, dropped } = await this.#log.compact((state) => planCompaction(request, state));
    const most = Math.max(before, Math.min(through, names.length - UNDO_HORIZON, latest ?? 0));
    checkEqual([floor >= before, floor <= most, floor - before], [true, true, dropped], 'floor, and what was dropped');
    return () => {
      this.#model.floor = floor;
      if (dropped > 0) this.#model.base = latest;
    };
  }

  #take(added: readonly string[]): void {
    this.#model.names = [...this.#model.names, ...added];
  }
}

const toCommits = (names: readonly string[]): readonly Commit[] =>
  names.map((name) => ({ events: [sampleEvent(name)], imported: true }));
