import type { Batch, Commit } from '../../log/commit.ts';
import type { EventLog } from '../../log/event-log.ts';
import type { Mark } from '../../log/mark.ts';
import { commitsFrom } from '../../log/state/commit-list.ts';
import { find } from '../../log/state/find.ts';
import { cursorOf, headOf, type LogState } from '../../log/state/log-state.ts';
import { news } from '../../log/state/news.ts';
import type { Call } from '../../log/state/operations.fixture.ts';
import { outgoing } from '../../log/state/outgoing.ts';
import { refusedCommits } from '../../log/state/refused.ts';
import type { Authority, News, RewindTarget, SyncedLog } from '../../log/synced-log.ts';
import { cursorText } from '../../protocol/cursor.ts';
import type { Page } from '../../protocol/wire.ts';
import { isRefoldError } from '../../errors/refold-error.ts';
import { checkEqual } from '../../testing/check.ts';
import type { LogStorage } from '../../testing/contracts/contract-case.ts';
import { sampleEvent } from '../../testing/contracts/log-fixture.ts';

/** How an operation is run on the stored log. */
export interface Manner {
  readonly opener: number;
  /** The number of the database write at which it fails, if it gets that far. */
  readonly crashAt: number | undefined;
  /** Whether the opener is opened again after a crash: a full disk aborts transactions too. */
  readonly isReopened: boolean;
  readonly isSealed: boolean;
  readonly limit: number;
}

export type Crashing = (at: number, work: () => Promise<void>) => Promise<boolean>;

const OPENERS = 2;

/** A stored log that two openers share, and that takes the same operations as a log that is plain data. */
export class Twin {
  readonly #storage: LogStorage;
  readonly #crashing: Crashing | undefined;
  readonly #openers: (Opener | undefined)[] = Array.from({ length: OPENERS }, () => undefined);
  readonly #names = new Set<string>();
  crashes = 0;

  constructor(storage: LogStorage, crashing?: Crashing) {
    this.#storage = storage;
    this.#crashing = crashing;
  }

  /** Runs an operation, and throws if the outcome or the log differs from that of the plain data. */
  async run(call: Call, before: LogState, { opener, crashAt, isReopened, isSealed, limit }: Manner): Promise<void> {
    // An opener checks the numbers of the writers that append through it.
    const number = call.name === 'append' || call.name === 'importBatch' ? openerOf(call.args[0] as Batch) : opener;
    if (crashAt !== undefined && this.#crashing !== undefined) {
      const { log, sync } = await this.#opener(number);
      const work = async (): Promise<void> => void (await outcomeOf(() => perform(log, sync, call)));
      if (await this.#crashing(crashAt, work)) {
        this.crashes += 1;
        if (isReopened) this.#openers[number] = undefined;
        await this.#check(before, number, limit, `after a crash in ${call.name}`);
      } else {
        await this.#check(call.state, number, limit, `after ${call.name}`);
        return;
      }
    }
    const { log, sync } = await this.#opener(number);
    const expected = call.error === undefined ? { result: call.result } : { error: codeOf(call.error) };
    checkEqual(await outcomeOf(() => perform(log, sync, call)), expected, `the outcome of ${call.name}`);
    if (isSealed) await log.seal();
    await this.#check(call.state, number, limit, `after ${call.name}`);
    await this.#check(call.state, (number + 1) % OPENERS, limit, `in another opener, after ${call.name}`);
  }

  async #check(state: LogState, number: number, limit: number, when: string): Promise<void> {
    const opener = await this.#opener(number);
    const { log, sync } = opener;
    const { mark, term, sync: synced } = headOf(state);
    checkEqual(await sync.head(), synced === undefined ? { mark, term } : { mark, term, sync: synced }, `head ${when}`);
    const from = { ...mark, confirmed: state.floor, row: 0 };
    const whole = await collect(async (since) => news(state, { since, limit }), from);
    for (const since of [from, opener.mark]) {
      const expected = await collect(async (at) => news(state, { since: at, limit }), since);
      checkEqual(await collect((at) => sync.news({ since: at, limit }), since), expected, `news ${when}`);
    }
    opener.mark = mark;
    const page = await log.read({ after: state.floor, limit: Infinity });
    checkEqual([page.commits, page.mark], [whole.confirmed, mark], `what is read ${when}`);
    checkEqual(await sync.refused(), refusedCommits(state), `what was refused ${when}`);
    await this.#checkFound(state, log, when);
    if (synced !== undefined) await checkOutgoing(state, sync, limit, when);
  }

  async #checkFound(state: LogState, log: EventLog, when: string): Promise<void> {
    for (const { ids } of [...commitsFrom(state.confirmed, 0), ...state.pending])
      for (const id of ids) this.#names.add(id);
    const ids = [...this.#names, sampleEvent('nowhere').id];
    const sorted = (found: ReadonlyMap<string, unknown>): unknown => ids.map((id) => [found.has(id), found.get(id)]);
    checkEqual(sorted(await log.find(ids)), sorted(find(state, ids)), `events found ${when}`);
  }

  async #opener(number: number): Promise<Opener> {
    const found = this.#openers[number];
    if (found !== undefined) return found;
    const log = this.#storage.open();
    const { position } = await log.open();
    const mark = { generation: 0, confirmed: 0, row: 0 };
    const opener = { log, sync: await log.sync!(), mark };
    checkEqual(position, (await opener.sync.head()).mark.confirmed, 'the position when opened');
    return (this.#openers[number] = opener);
  }
}

interface Opener {
  readonly log: EventLog;
  readonly sync: SyncedLog;
  mark: Mark;
}

const openerOf = ({ writer }: Batch): number => writer.length % OPENERS;

async function perform(log: EventLog, sync: SyncedLog, { name, args }: Call): Promise<unknown> {
  switch (name) {
    case 'append':
      return log.append(args[0] as Batch);
    case 'importBatch':
      return log.import(args[0] as Batch);
    case 'publish': {
      const staged = await log.staging.begin();
      for (const commit of args[0] as readonly Commit[]) await staged.stage([commit]);
      return (await staged.publish()).last;
    }
    case 'join':
      return sync.join(args[0] as Authority);
    case 'lead':
      return sync.lead();
    case 'apply':
      return sync.apply(args[0] as Page, args[1] as number);
    case 'rewind':
      return sync.rewind(args[0] as RewindTarget, args[1] as number);
    case 'rename':
      return sync.rename(args[0] as string, args[1] as number);
    case 'dismiss':
      return sync.dismiss(args[0] as readonly string[]);
    case 'dropOldest':
      throw new Error('A stored log drops whole segments, so it may keep more.');
  }
}

async function outcomeOf(work: () => Promise<unknown>): Promise<unknown> {
  try {
    return { result: await work() };
  } catch (error) {
    if (codeOf(error)?.startsWith('log.write') === true) throw error;
    return { error: codeOf(error) };
  }
}

const codeOf = (error: unknown): string | undefined => (isRefoldError(error) ? error.code : undefined);

/** Reads news until there are none, or the log begins again. */
async function collect(read: (since: Mark) => Promise<News>, from: Mark) {
  const confirmed: unknown[] = [];
  for (let since = from; ;) {
    const found = await read(since);
    if (found.kind === 'restarted') return { confirmed, mark: found.mark, kind: found.kind };
    confirmed.push(...found.confirmed);
    since = found.mark;
    if (found.pending !== undefined) return { confirmed, mark: found.mark, pending: found.pending };
  }
}

async function checkOutgoing(state: LogState, sync: SyncedLog, limit: number, when: string): Promise<void> {
  const shown = (found: Awaited<ReturnType<SyncedLog['outgoing']>>): unknown =>
    found && { ...found, lines: found.lines.map(({ text, ids }) => [text, ids]) };
  checkEqual(shown(await sync.outgoing(limit)), shown(outgoing(state, limit)), `what is to be pushed ${when}`);
  const ends = commitsFrom(state.confirmed, 0).map(({ position, ids, chain }) =>
    cursorText({ ...cursorOf(state), seq: position + ids.length - 1, chain: chain! }),
  );
  const all = [cursorText({ ...cursorOf(state), seq: state.floor, chain: state.floorChain }), ...ends];
  const places = (await sync.cursors()).map((cursor) => all.lastIndexOf(cursorText(cursor)));
  const isDescending = places.every((place, i) => i === 0 || place < places[i - 1]!);
  checkEqual([places[0], isDescending, places.at(-1)], [all.length - 1, true, 0], `cursors ${when}`);
}
