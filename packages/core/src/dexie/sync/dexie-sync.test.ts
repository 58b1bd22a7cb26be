import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Action, action } from '../../log/state/actions.fixture.ts';
import { ToyAuthority } from '../../log/state/authority.fixture.ts';
import { Device, type Seen } from '../../log/state/device.fixture.ts';
import { type Call, type Operations, reporting } from '../../log/state/operations.fixture.ts';
import { budget } from '../../property.fixture.ts';
import { sizedProperty, withSizes } from '../../sizes.fixture.ts';
import { sampleBatch, sampleEvent } from '../../testing/contracts/log-fixture.ts';
import { crashing } from '../crashing.fixture.ts';
import { Database } from '../database.ts';
import { dexieLog } from '../dexie-log.ts';
import { type Manner, Twin } from './twin.fixture.ts';

/** Shrinking may take much longer than finding a failure; after this time, the failure is reported as it is. */
const TIME_MS = 45_000;
const TIMEOUT_MS = 60_000;

/** A device that drops nothing and keeps its power: the stored log is compared with it. */
class StableDevice extends Device {
  override compact(): void {
    // A stored log drops whole segments only.
  }

  override cutPower(): void {
    // A simulated database cannot lose transactions that are complete.
  }
}

const manner: fc.Arbitrary<Manner> = fc.record({
  opener: fc.nat(1),
  crashAt: fc.option(fc.nat({ max: 8 }), { nil: undefined }),
  isReopened: fc.boolean(),
  isSealed: fc.boolean(),
  limit: fc.integer({ min: 1, max: 6 }),
});

const step = fc.tuple(action, manner);
/** Most of them join at once: chance alone would join late. */
const joined: fc.Arbitrary<Action> = fc.constant({
  name: 'join, lead',
  run: (device) => {
    device.join(0);
    device.lead(0);
  },
});
const first = fc.tuple(fc.oneof({ weight: 3, arbitrary: joined }, { weight: 2, arbitrary: action }), manner);
const history = fc.tuple(first, fc.array(step, { maxLength: 40, size: 'max' })).map(([one, more]) => ({
  all: [one, ...more],
  [fc.toStringMethod]: () => [one, ...more].map(([{ name }, how]) => `${name} ${JSON.stringify(how)}`).join('\n'),
}));

describe('[LOG-9] [LOG-13] [SYNC-3] [SYNC-5] [SYNC-6] a log in IndexedDB', () => {
  const seen: Seen = new Map();
  const ran = new Set<keyof Operations>();
  let crashes = 0;

  test(
    'equals the plain data after any operations of two openers; one that crashes has its whole effect or none',
    async () => {
      await fc.assert(
        sizedProperty(history, async ({ all }) => {
          const options = { indexedDB: new IDBFactory(), IDBKeyRange, hints: false as const, undoHorizon: 100 };
          const twin = new Twin({ open: () => dexieLog('device', options) }, crashing);
          const authority = new ToyAuthority();
          const calls: Call[] = [];
          const device = new StableDevice(
            authority,
            seen,
            reporting((call) => calls.push(call)),
          );
          let { state } = device;
          for (const [{ run }, how] of all) {
            run(device, authority);
            for (const call of calls.splice(0)) {
              await twin.run(call, state, how);
              ran.add(call.name);
              ({ state } = call);
            }
          }
          crashes += twin.crashes;
        }),
        { ...budget(100), interruptAfterTimeLimit: TIME_MS },
      );
    },
    TIMEOUT_MS,
  );

  test('meets every operation and the rare cases in these', () => {
    expect([...ran].sort()).toEqual(
      ['append', 'apply', 'dismiss', 'importBatch', 'join', 'lead', 'publish', 'rename', 'rewind'].sort(),
    );
    expect(crashes).toBeGreaterThan(0);
    expect([...seen.keys()]).toEqual(
      expect.arrayContaining([
        'a commit is refused',
        'a commit overtakes',
        'a log with events joins',
        'a page settles some of the pending commits',
        'a rewind drops events of others',
        'a rewind returns own events',
        'cursor.mismatch',
        'log.term_over',
      ]),
    );
  });
});

test('[LOG-13] a log of many segments joins with its commits in order, and without those that have no events', async () =>
  withSizes({ segmentEvents: 2, segmentsMoved: 2 }, async () => {
    const options = { indexedDB: new IDBFactory(), IDBKeyRange, hints: false as const };
    const log = dexieLog('many', options);
    await log.open();
    const names = Array.from({ length: 11 }, (_, i) => `e${i}`);
    for (const [i, name] of names.entries()) await log.append(sampleBatch('w', 2 * i + 1, [name], []));
    await log.seal();
    await log.append(sampleBatch('w', 23, ['last']));
    const sync = await log.sync!();
    await sync.join({ incarnation: 'i1', client: 'c1', undoHorizon: 9 });
    const db = new Database('many', options);
    await db.open();
    expect([await db.segments.count(), await db.ids.count(), await db.pend.count()]).toEqual([0, 0, 6]);
    db.close();
    const { lines } = (await sync.outgoing(99))!;
    const ids = [...names, 'last'].map((name) => [sampleEvent(name).id]);
    expect(lines.map((line) => line.ids)).toEqual(ids);
  }));
