import type { Envelope } from '../model/envelope.ts';
import type { ReadModel, ReadOf } from '../model/readable.ts';
import { plainFold, type PlainFold, type Values } from './plain-fold.fixture.ts';
import { type lateOf, rows, story } from './scripts.fixture.ts';

/** What is known of a log that is played, and of the app over it. */
export class Known {
  readonly horizon: number;
  /** All events there ever were, in the order of the log. */
  readonly events: Envelope[] = [];
  /** Position of the last event that has been dropped. */
  floor = 0;
  late: ReturnType<typeof lateOf> | undefined;

  constructor(horizon: number) {
    this.horizon = horizon;
  }

  /** What the read models of the app should hold. */
  expected(options: Partial<PlainFold> = {}): Partial<Values> {
    const { late, ...values } = plainFold(this.events, { horizon: this.horizon, ...options });
    return this.late === undefined ? values : { ...values, late };
  }

  /** What they hold. */
  values(get: (read: ReadModel) => unknown): Partial<Values> {
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
    return this.late === undefined ? values : { ...values, late: get(this.late) as Values['late'] };
  }
}

/** An expectation of the test runner costs much more than this, and there are many. */
export function same(found: unknown, expected: unknown, what: string): void {
  const [is, should] = [JSON.stringify(found), JSON.stringify(expected)];
  if (is !== should) throw new Error(`${what}: found ${is}, expected ${should}`);
}
