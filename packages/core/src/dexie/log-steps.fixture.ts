import fc from 'fast-check';
import type { Commit } from '../log/commit.ts';
import type { EventLog } from '../log/port.ts';
import { checkEqual } from '../testing/check.ts';
import type { LogStorage } from '../testing/log-contract.ts';
import { placesOf, readAll, sampleEvent } from '../testing/log-fixture.ts';

type Step =
  | { readonly kind: 'append'; readonly opener: number; readonly sizes: readonly number[] }
  /** The same opener appends its last commits again, and perhaps more: as after a write whose answer was lost. */
  | { readonly kind: 'again'; readonly opener: number; readonly back: number; readonly sizes: readonly number[] }
  | { readonly kind: 'import'; readonly opener: number; readonly known: readonly number[]; readonly fresh: number }
  | { readonly kind: 'seal'; readonly opener: number }
  | { readonly kind: 'reopen'; readonly opener: number };

const OPENERS = 2;
const opener = fc.nat({ max: OPENERS - 1 });
const sizes = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 4 });

/** Steps that several openers of one log take, one after the other. */
export const logSteps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('append' as const), opener, sizes }),
    fc.record({ kind: fc.constant('again' as const), opener, back: fc.integer({ min: 1, max: 5 }), sizes }),
    fc.record({
      kind: fc.constant('import' as const),
      opener,
      known: fc.array(fc.nat(), { maxLength: 4 }),
      fresh: fc.nat({ max: 3 }),
    }),
    fc.record({ kind: fc.constant('seal' as const), opener }),
    fc.record({ kind: fc.constant('reopen' as const), opener }),
  ),
  { maxLength: 25 },
);

/** Takes the steps on a log and on a list of names, and throws where the log is not what the list says. */
export async function takeLogSteps(storage: LogStorage, steps: readonly Step[]): Promise<void> {
  const names: string[] = [];
  const openers = await Promise.all(
    Array.from({ length: OPENERS }, (_, i) => Opener.open(storage, `writer${i}`, names)),
  );
  for (const step of steps) {
    const actor = openers[step.opener]!;
    if (step.kind === 'append') await actor.append(step.sizes);
    else if (step.kind === 'again') await actor.appendAgain(step.back, step.sizes);
    else if (step.kind === 'import') await actor.import(step.known, step.fresh);
    else if (step.kind === 'seal') await actor.log.seal();
    else openers[step.opener] = await Opener.open(storage, `${actor.writer}'`, names);
    const expected = names.map((name, i) => `${i + 1}:${name}`);
    for (const limit of [1, 1_000])
      checkEqual(placesOf(await readAll(actor.log, limit)), expected, `places after ${JSON.stringify(step)}`);
  }
}

class Opener {
  readonly log: EventLog;
  readonly writer: string;
  readonly #names: string[];
  readonly #commits: Commit[] = [];

  private constructor(log: EventLog, writer: string, names: string[]) {
    this.log = log;
    this.writer = writer;
    this.#names = names;
  }

  static async open(storage: LogStorage, writer: string, names: string[]): Promise<Opener> {
    const log = storage.open();
    checkEqual((await log.open()).position, names.length, 'position of the head when opened');
    return new Opener(log, writer, names);
  }

  append(sizes: readonly number[]): Promise<void> {
    return this.appendAgain(0, sizes);
  }

  async appendAgain(back: number, sizes: readonly number[]): Promise<void> {
    const start = Math.max(0, this.#commits.length - back);
    for (const size of sizes)
      this.#commits.push({ events: Array.from({ length: size }, () => sampleEvent(this.#newName())) });
    await this.log.append({ writer: this.writer, first: start + 1, commits: this.#commits.slice(start) });
  }

  async import(known: readonly number[], fresh: number): Promise<void> {
    const old = this.#names.length === 0 ? [] : known.map((n) => this.#names[n % this.#names.length]!);
    const events = [...old, ...Array.from({ length: fresh }, () => this.#newName())].map((name) => sampleEvent(name));
    const commits = events.map((event): Commit => ({ events: [event], imported: true }));
    const outcome = await this.log.import({ writer: this.writer, first: this.#commits.length + 1, commits });
    // What was left out keeps its number, so it may be appended again as nothing.
    this.#commits.push(...commits.map((commit, i): Commit => (i < old.length ? { ...commit, events: [] } : commit)));
    checkEqual(
      [outcome.duplicates.length, outcome.conflicts.length],
      [old.length, 0],
      'duplicates and conflicts of an import',
    );
  }

  #newName(): string {
    const name = `${this.#names.length}`;
    this.#names.push(name);
    return name;
  }
}
