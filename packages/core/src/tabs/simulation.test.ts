import fc, { toStringMethod } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sizes } from '../log/sizes.ts';
import { laterSizes } from '../log/later-sizes.ts';
import { budget } from '../property.fixture.ts';
import { withSizes } from '../sizes.fixture.ts';
import { Simulation, type SimTab } from './simulation.fixture.ts';

type Act = (simulation: Simulation, tab: SimTab) => void | Promise<void>;
interface Step {
  /** Which tab it concerns. */
  readonly tab: number;
  readonly act: Act;
  /** Shown when a history fails. */
  readonly [toStringMethod]: () => string;
}

const step = <A>(weight: number, name: string, given: fc.Arbitrary<A>, act: (value: A) => Act) => ({
  weight,
  arbitrary: fc.tuple(fc.nat(4), given).map(([tab, value]): Step => ({
    tab,
    act: act(value),
    [toStringMethod]: () => `${name}(${tab}${value === undefined ? '' : `, ${JSON.stringify(value)}`})`,
  })),
});
const nothing = fc.constant(undefined);
const isSo = fc.boolean();

const steps = fc.array(
  fc.oneof(
    step(8, 'append', fc.integer({ min: 1, max: 3 }), (count) => (all, tab) => all.append(tab, count)),
    step(2, 'import', fc.integer({ min: 1, max: 4 }), (n) => (all, tab) => all.import(tab, n)),
    step(10, 'transact', nothing, () => async (_, { gate, isLive }) => {
      if (isLive) await gate.transact();
    }),
    step(10, 'answer', fc.nat(2), (index) => (_, tab) => {
      if (tab.canRun) tab.gate.answer(index);
    }),
    step(6, 'run', nothing, () => (_, tab) => {
      if (tab.canRun) tab.page.run();
    }),
    step(5, 'work', nothing, () => async ({ browser }, { gate, canRun }) => {
      for (let i = 0; canRun && i < 4; i++) {
        await gate.transact();
        gate.answer();
        browser.advance(1);
        await new Promise((resolve) => setImmediate(resolve));
      }
    }),
    step(
      4,
      'let time pass',
      fc.constantFrom(16, 100, 600, 11_000),
      (ms) =>
        ({ browser }) =>
          browser.advance(ms),
    ),
    step(1, 'open', isSo, (isVisible) => (all) => all.open(isVisible)),
    step(2, 'quieten', nothing, () => (all) => all.quieten()),
    step(2, 'show', isSo, (isVisible) => (_, tab) => {
      if (tab.canRun) tab.page.show(isVisible);
    }),
    step(4, 'idle', nothing, () => (_, tab) => {
      if (tab.canRun) tab.env.runIdle();
    }),
    step(1, 'mute', isSo, (isMute) => (_, tab) => void (tab.page.isMute = isMute)),
    step(2, 'freeze', isSo, (isFrozen) => (_, tab) => {
      if (tab.isLive && !tab.isAway) tab.page.isFrozen = isFrozen;
    }),
    step(1, 'leave', nothing, () => (_, tab) => {
      if (!tab.canRun) return;
      tab.page.leave();
      tab.isAway = true;
    }),
    step(1, 'return', nothing, () => (_, tab) => {
      if (!tab.isLive || !tab.isAway) return;
      tab.isAway = false;
      tab.page.return();
    }),
    step(1, 'crash', nothing, () => (_, tab) => tab.crash()),
  ),
  { maxLength: 80, size: 'max' },
);

const RARE = [
  'a frozen tab leads',
  'five tabs',
  'news are waiting while own events are not stored',
  'own events are stored after unread ones',
  'two tabs take themselves for the leader',
];

/** Sizes that cut work into pieces. */
const pieces = fc.record({
  replayPage: fc.constantFrom(1, 2, 500),
  writeBatch: fc.constantFrom(1, 2, 500),
  snapshotDue: fc.constantFrom(1, 3, 500),
  newsTaken: fc.constantFrom(1, 3, 20_000),
  tailInOneTask: fc.constantFrom(0, 2, 500),
  tailSlice: fc.constantFrom(1, 2, 32),
});

const horizons = fc.constantFrom(0, 1, 3, 10_000);

describe('[TAB-1] [TAB-2] [TAB-3] [LOG-1] many tabs', () => {
  test('show the log and their own events at each step, and agree at rest, whatever happens', async () => {
    const seen = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(pieces, horizons, isSo, steps, async (drawn, horizon, isVisible, history) => {
        await withSizes({ ...sizes, ...laterSizes, ...drawn }, async () => {
          const simulation = new Simulation(horizon);
          simulation.open(isVisible);
          simulation.open(true);
          await simulation.quieten();
          for (const { tab, act } of history) {
            await act(simulation, simulation.tabs[tab % simulation.tabs.length]!);
            await simulation.step();
          }
          await simulation.settle();
          await simulation.checkPromptness();
          await simulation.checkAtRest();
          for (const one of simulation.seen) seen.set(one, (seen.get(one) ?? 0) + 1);
        });
      }),
      budget(5_000),
    );
    expect([...seen.keys()].sort()).toEqual(RARE);
  }, 600_000);
});
