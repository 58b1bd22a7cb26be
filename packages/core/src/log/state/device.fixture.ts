import { isRefoldError } from '../../errors/refold-error.ts';
import { EMPTY_CHAIN } from '../../protocol/chain.ts';
import { cursorText } from '../../protocol/cursor.ts';
import type { Page } from '../../protocol/wire.ts';
import { checkEqual } from '../../testing/check.ts';
import { sampleBatch, sampleEvent } from '../../testing/contracts/log-fixture.ts';
import type { Batch, Commit } from '../commit.ts';
import { answerPage, type ToyAuthority } from './authority.fixture.ts';
import { cursorsBack } from './cursors.ts';
import { complete, cutPower, type Disk, flush, newDisk, stateOn } from './disk.ts';
import { cursorOf, emptyLog, type LogState, markOf, positionOf, type Step } from './log-state.ts';
import {
  appendedBy,
  compacted,
  confirmedAlso,
  emptyOracle,
  heldBy,
  idsOf,
  joined,
  leaving,
  type Oracle,
  rewound,
  stored,
} from './oracle.fixture.ts';
import { type Operations, operations } from './operations.fixture.ts';
import { outgoing } from './outgoing.ts';
import { newTab, readNews, type Tab } from './tab.fixture.ts';

/** How often the rare things happened, so that a test can tell whether it saw them. */
export type Seen = Map<string, number>;

/** A log that two tabs share, its authority, and the expected log. */
export class Device {
  disk: Disk = newDisk(emptyLog('device', 100));
  readonly #authority: ToyAuthority;
  readonly #seen: Seen;
  readonly #log: Operations;
  readonly #oracles = new WeakMap<LogState, Oracle>();
  /** The content of the log at each mark. */
  readonly #contents = new Map<string, string>();
  #tabs: Tab[];
  #names = 0;

  constructor(authority: ToyAuthority, seen: Seen, log = operations) {
    this.#log = log;
    this.#authority = authority;
    this.#seen = seen;
    this.#oracles.set(this.state, emptyOracle);
    this.#tabs = [this.#newTab(), this.#newTab()];
  }

  get state(): LogState {
    return stateOn(this.disk);
  }

  get oracle(): Oracle {
    return this.#oracles.get(this.state)!;
  }

  append(tab: number, sizes: readonly number[]): void {
    const { writer, commits } = this.#tabs[tab]!;
    const added = sizes.map((size) => Array.from({ length: size }, () => `own${(this.#names += 1)}`));
    const batch = sampleBatch(writer, commits.length + 1, ...added);
    this.#do(
      (state) => this.#log.append(state, batch),
      () => appendedBy(writer, this.oracle, added.map(idsNamed)),
    );
    this.#change(tab, { commits: [...commits, ...added] });
  }

  /** Sends the last commits again, as after a write whose result was lost. */
  again(tab: number, back: number): void {
    const { writer, commits } = this.#tabs[tab]!;
    const start = Math.max(0, commits.length - back);
    const batch: Batch = sampleBatch(writer, start + 1, ...commits.slice(start));
    this.#do(
      (state) => this.#log.append(state, batch),
      () => this.oracle,
    );
  }

  /** Imports events that other devices may import too. */
  importShared(tab: number, names: readonly string[], isStaged: boolean): void {
    const { writer, commits } = this.#tabs[tab]!;
    const held = new Set(heldBy(this.oracle));
    const fresh = names.filter((name) => !held.has(sampleEvent(name).id));
    if (isStaged) {
      const staged: readonly Commit[] = [{ events: fresh.map((name) => sampleEvent(name)), imported: true }];
      this.#do(
        (state) => this.#log.publish(state, staged),
        () => stored(this.oracle, [idsNamed(fresh)]),
      );
      return;
    }
    const batch = sampleBatch(writer, commits.length + 1, names);
    const outcome = this.#do(
      (state) => this.#log.importBatch(state, batch),
      () => stored(this.oracle, [idsNamed(fresh)]),
    );
    checkEqual(
      [outcome.duplicates.length, outcome.conflicts],
      [names.length - fresh.length, []],
      'outcome of an import',
    );
    this.#change(tab, { commits: [...commits, fresh] });
  }

  join(tab: number): void {
    const { incarnation } = this.#authority;
    if (this.oracle.floor > 0 || this.state.sync !== undefined) return;
    if (this.oracle.confirmed.length > 0) this.#note('a log with events joins');
    const authority = { incarnation, client: this.#newClient(), undoHorizon: 50 };
    this.#do(
      (state) => this.#log.join(state, authority),
      () => joined(this.oracle),
    );
    this.#change(tab, { term: undefined });
  }

  lead(tab: number): void {
    this.#change(tab, {
      term: this.#do(
        (state) => this.#log.lead(state),
        () => this.oracle,
      ),
    });
  }

  pull(tab: number, limit: number): void {
    if (this.state.sync === undefined) return;
    const page = this.#authority.pull(cursorOf(this.state), limit);
    if (page === undefined) this.#note('the authority does not have the cursor');
    this.#change(tab, { page });
  }

  apply(tab: number): void {
    this.#apply(tab, this.#tabs[tab]!.page);
  }

  /** Flushes and reads what is to be pushed. */
  send(tab: number, limit: number): void {
    if (this.state.sync === undefined) return;
    this.disk = flush(this.disk);
    this.#change(tab, { push: outgoing(this.state, limit), answer: undefined });
  }

  deliver(tab: number, refuses: (index: number) => boolean): void {
    const { push } = this.#tabs[tab]!;
    if (push !== undefined) this.#change(tab, { answer: this.#authority.push(push, refuses) });
  }

  /** Confirms accepted commits by their answer, without a pull. */
  acknowledge(tab: number): void {
    const { push, answer } = this.#tabs[tab]!;
    if (push === undefined || answer === undefined || answer.length === 0) return;
    const page = answerPage(push, answer);
    // Commits of other devices may have come first, or commits in between that the authority knew.
    if (this.#authority.has(page.cursor)) this.#apply(tab, page);
  }

  rewind(tab: number): void {
    const { term } = this.#tabs[tab]!;
    if (this.state.sync === undefined) return;
    const cursors = cursorsBack(this.state);
    const to = this.#authority.lastCommon(cursors) ?? { ...this.#authority.cursor, seq: 0, chain: EMPTY_CHAIN };
    const client = this.#newClient();
    const before = this.oracle;
    const held = heldBy(before).length - before.floor;
    const done = this.#lead(
      term,
      (state, current) => this.#log.rewind(state, { to, client }, current),
      () => rewound(before, to.seq),
    );
    if (done === undefined) return;
    const left = heldBy(this.oracle).length - this.oracle.floor;
    const cut = idsOf(before.confirmed).length - Math.max(before.floor, to.seq);
    checkEqual(
      [done.returned + done.dropped, done.compacted, left],
      [cut, to.seq === 0 ? before.floor : 0, held - done.dropped],
      'events cut, compacted and left by a rewind',
    );
    if (done.returned > 0) this.#note('a rewind returns own events');
    if (done.dropped > 0) this.#note('a rewind drops events of others');
    if (done.compacted > 0) this.#note('a compacted log begins again');
  }

  rename(tab: number): void {
    const client = this.#newClient();
    if (this.state.sync === undefined) return;
    this.#lead(
      this.#tabs[tab]!.term,
      (state, term) => this.#log.rename(state, client, term),
      () => this.oracle,
    );
  }

  dismiss(count: number): void {
    const rejections = this.state.refused.slice(0, count).map(({ rejection }) => rejection);
    this.#do(
      (state) => this.#log.dismiss(state, rejections),
      () => ({ ...this.oracle, refused: this.oracle.refused.slice(rejections.length) }),
    );
  }

  compact(through: number): void {
    const { floor } = this.oracle;
    const after = compacted(this.oracle, through);
    const dropped = this.#do(
      (state) => this.#log.dropOldest(state, through),
      () => after,
    );
    checkEqual(dropped, after.floor - floor, 'events dropped by a compaction');
  }

  flush(): void {
    this.disk = flush(this.disk);
  }

  cutPower(lost: number): void {
    const before = this.oracle;
    this.disk = cutPower(this.disk, lost);
    this.#contents.clear();
    if (this.oracle.confirmed.length < before.confirmed.length) this.#note('a power cut loses a page');
    for (const tab of this.#tabs.keys()) this.restart(tab);
  }

  restart(tab: number): void {
    this.#tabs[tab] = this.#newTab();
  }

  /** A tab reads what it does not know. Afterwards it knows the log. */
  read(tab: number, limit: number): void {
    this.#tabs[tab] = readNews(this.#tabs[tab]!, this.state, this.oracle, limit);
  }

  /** Applies a page as a leader does. A page that does not continue the log has no effect; nor has a former leader. */
  #apply(tab: number, page: Page | undefined): void {
    const { sync } = this.state;
    if (sync === undefined || page === undefined) return;
    const clients = [sync.client, ...sync.formerClients];
    const continues = cursorText(page.after) === cursorText(cursorOf(this.state));
    const { pending } = this.oracle;
    const added = page.lines.map(({ ids, by, refusals }) => ({
      ids,
      by: clients.includes(by) ? ('this' as const) : ('other' as const),
      ...(refusals !== undefined && { refuses: refusals.flatMap(({ events }) => events) }),
    }));
    const done = this.#lead(
      this.#tabs[tab]!.term,
      (state, term) => this.#log.apply(state, page, term),
      () => confirmedAlso(this.oracle, added),
      continues,
    );
    if (done === undefined) return;
    for (const what of leaving(pending, idsOf(added))) this.#note(what);
    if (this.oracle.refused.length > 0) this.#note('a commit is refused');
  }

  /** Does the work of a leader. Returns undefined if it is refused, as an earlier leader's is. */
  #lead<T>(
    term: number | undefined,
    step: (state: LogState, term: number) => Step<T>,
    expected: () => Oracle,
    fits = true,
  ): T | undefined {
    if (term === undefined) return undefined;
    const before = this.state;
    const code = term !== before.term ? 'log.term_over' : fits ? undefined : 'cursor.mismatch';
    if (code === undefined) return this.#do((state) => step(state, term), expected);
    this.#note(code);
    try {
      step(before, term);
    } catch (error) {
      if (isRefoldError(error, code)) return undefined;
      throw error;
    }
    throw new Error(`Expected ${code}.`);
  }

  #do<T>(step: (state: LogState) => Step<T>, expected: () => Oracle): T {
    const before = this.state;
    const [next, result] = step(before);
    const oracle = expected();
    this.#oracles.set(next, oracle);
    this.disk = complete(this.disk, next);
    const content = JSON.stringify([idsOf(oracle.confirmed), oracle.pending.flat()]);
    const mark = JSON.stringify(markOf(next));
    checkEqual(this.#contents.get(mark) ?? content, content, `content at the mark ${mark}`);
    this.#contents.set(mark, content);
    const isShorter = next.generation === before.generation && positionOf(next) < positionOf(before);
    checkEqual(isShorter, false, 'that confirmed events left within a generation');
    return result;
  }

  #change(tab: number, changed: Partial<Tab>): void {
    this.#tabs[tab] = { ...this.#tabs[tab]!, ...changed };
  }

  #newTab(): Tab {
    return newTab(`writer${(this.#names += 1)}`, this.state, this.oracle);
  }

  #newClient(): string {
    return `client${(this.#names += 1)}`;
  }

  #note(what: string): void {
    this.#seen.set(what, (this.#seen.get(what) ?? 0) + 1);
  }
}

const idsNamed = (names: readonly string[]): readonly string[] => names.map((name) => sampleEvent(name).id);
