import { describe, expect, test } from 'vitest';
import { internalsOf } from '../store/internals.ts';
import { Simulation, type SimTab } from './simulation.fixture.ts';

async function openTwo() {
  const simulation = new Simulation(10_000);
  simulation.open(true);
  simulation.open(true);
  await simulation.quieten();
  await simulation.quieten();
  const [one, two] = simulation.tabs as [SimTab, SimTab];
  return { simulation, one, two };
}

/** Everything that tab `two` does comes to its end, while tab `one` does nothing. */
async function runAlone(simulation: Simulation, { gate }: SimTab): Promise<void> {
  for (let turn = 0; turn < 20; turn++) {
    await gate.transact();
    gate.answer();
    await simulation.step();
  }
}

const shown = ({ store }: SimTab) => store.status.phase === 'ready' && internalsOf(store).kernel.position;

describe('[TAB-1] [LOG-4] an event that two tabs import at the same time', () => {
  test('shows once, also in a tab that read the other import between its look-up and its own import', async () => {
    const { simulation, one, two } = await openTwo();
    simulation.import(one, 1);
    await simulation.step();
    // The look-up finds nothing, and its answer is late.
    await one.gate.transact();
    simulation.import(two, 1);
    await runAlone(simulation, two);
    one.page.focus();
    await simulation.step();
    await one.gate.transact();
    one.gate.answer(1);
    await simulation.step();
    expect(shown(one)).toBe(1);
    // Only now it hears that nothing was found, and imports.
    one.gate.answer();
    await simulation.step();
    await simulation.quieten();
    expect([shown(one), shown(two)]).toEqual([1, 1]);
    await simulation.checkPromptness();
  });
});

describe('[TAB-2] an own event that is stored between a read and its answer', () => {
  test('is not taken for the end of the log, until the tab has read again', async () => {
    const { simulation, one, two } = await openTwo();
    const { writer } = internalsOf(one.store).kernel;
    simulation.append(two, 1);
    await runAlone(simulation, two);
    one.page.focus();
    await simulation.step();
    await one.gate.transact();
    // It has read, and does not know yet. Its own event comes after that of the other.
    simulation.append(one, 1);
    await simulation.step();
    await one.gate.transact();
    one.gate.answer(1);
    await simulation.step();
    expect(writer.isUpToDate).toBe(false);
    one.gate.answer();
    await simulation.step();
    expect([shown(one), writer.isUpToDate, writer.known.confirmed]).toEqual([2, false, 1]);
    await simulation.quieten();
    await simulation.quieten();
    expect([writer.isUpToDate, writer.known.confirmed]).toEqual([true, 2]);
  });
});
