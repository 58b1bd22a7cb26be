import type { Envelope } from '../model/envelope.ts';
import type { ReadModel, ReadOf } from '../model/readable.ts';
import { plainFold, type PlainFold, type Values } from './plain-fold.fixture.ts';
import { type lateOf, rows, story } from './scripts.fixture.ts';

/** What a test knows about a log and the app over it. */
export class Known {
  readonly horizon: number;
  /** All events ever appended, in log order. */
  readonly events: Envelope[] = [];
  /** Position of the last compacted event. */
  floor = 0;
  late: ReturnType<typeof lateOf> | undefined;

  constructor(horizon: number) {
    this.horizon = horizon;
  }

  /** The values that the app's read models should hold. */
  expected(options: Partial<PlainFold> = {}): Partial<Values> {
    const { late, ...values } = plainFold(this.events, { horizon: this.horizon, ...options });
    return this.late === undefined ? values : { ...values, late };
  }

  /** The values that the app's read models hold. */
  values(get: (read: ReadModel) => unknown): Partial<Values> {
    const all = get(rows) as ReadOf<typeof rows>;
    const found = [...all];
    // The index must agree with the rows.
    for (const { n } of found) {
      const indexed = all.where('n', n);
      same(
        indexed,
        found.filter((row) => row.n === n),
        'index',
      );
    }
    const values = { rows: found, story: get(story) as Values['story'] };
    return this.late === undefined ? values : { ...values, late: get(this.late) as Values['late'] };
  }
}

/** Cheaper than an assertion of the test runner; there are many of these. */
export function same(found: unknown, expected: unknown, what: string): void {
  const [is, should] = [JSON.stringify(found), JSON.stringify(expected)];
  if (is !== should) throw new Error(`${what}: found ${is}, expected ${should}`);
}
