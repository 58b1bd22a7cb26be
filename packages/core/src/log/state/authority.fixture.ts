import type { Envelope } from '../../model/envelope.ts';
import { eventIdFrom } from '../../model/ids.ts';
import { chainOf, EMPTY_CHAIN } from '../../protocol/chain.ts';
import { type Cursor, cursorText } from '../../protocol/cursor.ts';
import type { ConfirmedLine, Line, Page } from '../../protocol/wire.ts';
import { confirmLine, toLine } from '../../protocol/wire-line.ts';
import { sampleEvent } from '../../testing/contracts/log-fixture.ts';
import type { Outgoing } from '../synced-log.ts';

/** An authority with the rules that a log relies on, and nothing else. */
export class ToyAuthority {
  lines: readonly ConfirmedLine[] = [];
  incarnation = 'i0';
  #lives = 0;
  #refusals = 0;

  get cursor(): Cursor {
    return this.#cursors().at(-1)!;
  }

  /** How many numbers of a client are taken. */
  taken(client: string): number {
    return this.lines.filter(({ by }) => by === client).length;
  }

  has(cursor: Cursor): boolean {
    return this.#cursors().some((one) => cursorText(one) === cursorText(cursor));
  }

  /** The first of some cursors that this authority has, whatever their incarnation, as its own. */
  lastCommon(cursors: readonly Cursor[]): Cursor | undefined {
    return cursors.map((cursor) => ({ ...cursor, incarnation: this.incarnation })).find((cursor) => this.has(cursor));
  }

  /** The page after a cursor; undefined if this authority does not have it. */
  pull(after: Cursor, limit: number): Page | undefined {
    const all = this.#cursors();
    const index = all.findIndex((one) => cursorText(one) === cursorText(after));
    if (index < 0) return undefined;
    let end = index;
    while (end < this.lines.length && all[end]!.seq - after.seq < limit) end++;
    return { after, lines: this.lines.slice(index, end), cursor: all[end]! };
  }

  /** Takes pushed lines up to the first that it cannot take. Returns the lines that were added, or refuse one. */
  push({ client, first, cursor, lines }: Outgoing, refuses: (index: number) => boolean): readonly ConfirmedLine[] {
    if (!this.has(cursor)) return [];
    const added: ConfirmedLine[] = [];
    for (const [index, line] of lines.entries()) {
      const { confirmed, refused } = this.#known();
      const knows = line.ids.filter((id) => confirmed.has(id)).length;
      const wasRefused = line.ids.some((id) => refused.has(id));
      const number = first + index;
      if (knows === line.ids.length || (wasRefused && number <= this.taken(client))) continue;
      if (knows > 0 || number !== this.taken(client) + 1) break;
      // A commit that was refused when another device pushed it is refused again, so that it leaves here too.
      added.push(this.#add(wasRefused || refuses(index) ? this.#refusalOf(line) : line, client));
    }
    return added;
  }

  /** Takes a commit of another device, without the events that it knows. */
  pushForeign(names: readonly string[]): void {
    const events = this.#unknown(names);
    if (events.length > 0) this.#add(toLine({ events }), 'other');
  }

  /** Refuses a commit of another device. */
  refuseForeign(names: readonly string[]): void {
    const events = this.#unknown(names);
    if (events.length > 0) this.#add(this.#refusalOf(toLine({ events })), 'other');
  }

  /** Loses all but the first lines, as after a restore from a copy. */
  restore(keep: number): void {
    this.lines = this.lines.slice(0, Math.max(0, keep));
    this.incarnation = `i${(this.#lives += 1)}`;
  }

  #add(line: Line, by: string): ConfirmedLine {
    const added = confirmLine(line, { seq: this.cursor.seq + 1, at: '2026-01-31T12:00:00.000Z', by });
    this.lines = [...this.lines, added];
    return added;
  }

  #refusalOf({ ids }: Line): Line {
    const event = {
      ...sampleEvent('refusal', { events: ids, code: 'no' }),
      id: eventIdFrom('refusal', `${(this.#refusals += 1)}`),
      type: '$rejected',
    };
    return toLine({ events: [event] });
  }

  #unknown(names: readonly string[]): readonly Envelope[] {
    const { confirmed, refused } = this.#known();
    return names.map((name) => sampleEvent(name)).filter(({ id }) => !confirmed.has(id) && !refused.has(id));
  }

  #known(): { readonly confirmed: ReadonlySet<string>; readonly refused: ReadonlySet<string> } {
    const refusals = this.lines.flatMap((line) => line.refusals ?? []);
    return {
      confirmed: new Set(this.lines.flatMap(({ ids }) => ids)),
      refused: new Set(refusals.flatMap(({ events }) => events)),
    };
  }

  #cursors(): readonly Cursor[] {
    let [seq, chain] = [0, EMPTY_CHAIN];
    const rest = this.lines.map(({ ids }) => {
      chain = chainOf(chain, ids);
      seq += ids.length;
      return { incarnation: this.incarnation, seq, chain };
    });
    return [{ incarnation: this.incarnation, seq: 0, chain: EMPTY_CHAIN }, ...rest];
  }
}

/** The lines of an answer as a page. */
export function answerPage({ cursor }: Outgoing, lines: readonly ConfirmedLine[]): Page {
  const ids = lines.flatMap((line) => line.ids);
  const after = { ...cursor, seq: cursor.seq + ids.length, chain: chainOf(cursor.chain, ids) };
  return { after: cursor, lines, cursor: after };
}
