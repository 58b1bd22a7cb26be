import { checkEqual } from '../../testing/check.ts';
import { sampleEvent } from '../../testing/contracts/log-fixture.ts';
import type { ToyAuthority } from './authority.fixture.ts';
import type { Device } from './device.fixture.ts';
import { find } from './find.ts';
import { cursorOf, positionOf } from './log-state.ts';
import { heldBy, idsOf } from './oracle.fixture.ts';
import { readAllOf } from './read-all.fixture.ts';

/** Throws where a device differs from its oracle, or from its authority. */
export function checkDevice(device: Device, authority: ToyAuthority): void {
  const { state, oracle } = device;
  const ids = idsOf(oracle.confirmed);
  checkEqual(positionOf(state), ids.length, 'position');
  for (const limit of [1, 2, 100])
    checkEqual(readAllOf(state, limit), ids.slice(oracle.floor), `events read in pages of ${limit}`);
  checkEqual(
    state.pending.map((line) => line.ids),
    oracle.pending,
    'pending commits',
  );
  checkEqual(
    state.pending.filter(({ text }) => !text.startsWith('{"events":[')),
    [],
    'pending commits with the head of an authority',
  );
  const held = new Set(heldBy(oracle));
  const shared = Array.from({ length: 10 }, (_, n) => sampleEvent(`shared${n}`).id);
  checkEqual(
    shared.filter((id) => find(state, [id]).has(id)),
    shared.filter((id) => held.has(id)),
    'shared events that are found',
  );
  checkEqual(
    state.refused.map(({ line }) => line.ids),
    oracle.refused,
    'refused commits',
  );
  checkEqual(held.size, heldBy(oracle).length, 'events that are in one place only');
  for (const all of oracle.appended.values()) {
    const order = [...ids, ...oracle.pending.flat()].filter((id) => all.includes(id));
    checkEqual(
      order,
      all.filter((id) => order.includes(id)),
      'order of a writer',
    );
  }
  if (state.sync === undefined || !authority.has(cursorOf(state))) return;
  const lines = authority.lines.slice(oracle.confirmed.length - state.confirmed.count, oracle.confirmed.length);
  const { commits } = state.confirmed.shared;
  checkEqual(
    commits.slice(0, state.confirmed.count).map(({ text }) => text),
    lines.map(({ text }) => text),
    'lines of the log and of its authority',
  );
  if (authority.lines.length === oracle.confirmed.length) {
    checkEqual(state.sync.settled, authority.taken(state.sync.client), 'numbers taken');
  }
}

/** With nobody acting, everything pending is confirmed or refused after some rounds. */
export function comeToRest(device: Device, authority: ToyAuthority): void {
  device.join(0);
  device.lead(0);
  for (let round = 0; round < 300; round++) {
    const { state } = device;
    if (state.sync === undefined) return;
    if (!authority.has(cursorOf(state))) device.rewind(0);
    device.pull(0, 5);
    device.apply(0);
    checkDevice(device, authority);
    if (device.state.pending.length === 0 && positionOf(device.state) === authority.cursor.seq) return;
    device.send(0, 3);
    device.deliver(0, () => false);
  }
  throw new Error('Something is pending for ever.');
}
