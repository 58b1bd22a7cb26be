import { expect, test } from 'vitest';
import { type Contestant, race, type Runner, type Task, type Workload } from './rounds.mjs';

const pace = { rounds: 3, warmUps: 1, isQuick: false };

const contestant = (id: string, role: Contestant['role'] = 'peer'): Contestant => ({ id, name: id, role, file: id });
const workload = (units: Workload['units']): Workload => ({ id: 'w', title: 'w', options: { size: 7 }, units });

/** A runner with the given costs, which records its tasks. */
function runner(id: string, cost: (round: number) => number, asked: string[], check: number | undefined = 1): Runner {
  return {
    measure: async (task: Task) => {
      asked.push(`${task.round}${id}`);
      return { cost: cost(task.round), check };
    },
    close: async () => {},
  };
}

test('every contestant runs in every round, in another order each time', async () => {
  const asked: string[] = [];
  const ids = ['a', 'b', 'c'];
  const runners = new Map(ids.map((id) => [id, runner(id, () => 1, asked)]));
  await race(
    workload(() => 1),
    ids.map((id) => contestant(id)),
    runners,
    pace,
  );
  const orders = [0, 1, 2, 3].map((round) => asked.slice(round * 3, round * 3 + 3).join(' '));
  expect(orders.map((order) => order.split(' ').sort().join(' '))).toEqual(
    [0, 1, 2, 3].map((n) => `${n}a ${n}b ${n}c`),
  );
  expect(new Set(orders.map((order) => order.replaceAll(/\d/g, ''))).size).toBeGreaterThan(2);
});

test('warm-up rounds are not counted, and what counts is the median for one unit', async () => {
  const costs = [900, 30, 10, 20];
  const runners = new Map([['a', runner('a', (round) => costs[round] ?? 0, [])]]);
  const [row] = await race(
    workload(() => 10),
    [contestant('a')],
    runners,
    pace,
  );
  expect(row?.unitCost).toBe(2);
});

test('ratios are to the limit and to the first row of Refold, unit by unit', async () => {
  const contestants = [contestant('limit', 'limit'), contestant('refold', 'refold'), contestant('slow')];
  const costs: Record<string, number> = { limit: 10, refold: 30, slow: 60 };
  const runners = new Map(contestants.map(({ id }) => [id, runner(id, () => costs[id] ?? 0, [], undefined)]));
  const units = ({ id }: Contestant): number => (id === 'slow' ? 1 : 10);
  const rows = await race(workload(units), contestants, runners, pace);
  expect(rows.map(({ toLimit }) => toLimit)).toEqual([1, 3, 60]);
  expect(rows.map(({ toRefold }) => toRefold)).toEqual([1 / 3, 1, 20]);
});

test('who has no units of work has no part in it', async () => {
  const asked: string[] = [];
  const runners = new Map(['a', 'b'].map((id) => [id, runner(id, () => 1, asked)]));
  const rows = await race(
    workload(({ id }) => (id === 'a' ? 1 : 0)),
    [contestant('a'), contestant('b')],
    runners,
    pace,
  );
  expect(rows.map(({ id }) => id)).toEqual(['a']);
  expect(asked.join()).not.toContain('b');
});

test('contestants that did not do the same work are not compared', async () => {
  const runners = new Map([
    ['a', runner('a', () => 1, [], 5)],
    ['b', runner('b', () => 1, [], 6)],
  ]);
  const compared = race(
    workload(() => 1),
    [contestant('a'), contestant('b')],
    runners,
    pace,
  );
  await expect(compared).rejects.toThrow('a came to 5 and b to 6');
});

test('a failing peer is reported with its reason; a failing Refold ends the run', async () => {
  const asked: string[] = [];
  const broken: Runner = { measure: () => Promise.reject(new Error('too much')), close: async () => {} };
  const runners = new Map([
    ['refold', runner('refold', () => 2, asked)],
    ['peer', broken],
  ]);
  const contestants = [contestant('refold', 'refold'), contestant('peer')];
  const rows = await race(
    workload(() => 1),
    contestants,
    runners,
    pace,
  );
  expect(rows.map(({ id, unitCost, cannot }) => ({ id, unitCost, cannot }))).toEqual([
    { id: 'refold', unitCost: 2, cannot: undefined },
    { id: 'peer', unitCost: NaN, cannot: 'too much' },
  ]);
  const all = race(
    workload(() => 1),
    [contestant('peer', 'refold')],
    runners,
    pace,
  );
  await expect(all).rejects.toThrow('too much');
});
