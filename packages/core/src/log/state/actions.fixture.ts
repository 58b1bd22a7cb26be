import fc from 'fast-check';
import type { ToyAuthority } from './authority.fixture.ts';
import type { Device } from './device.fixture.ts';

/** One thing that happens to a device or to its authority. */
export interface Action {
  /** As it is shown when a test fails. */
  readonly name: string;
  readonly run: (device: Device, authority: ToyAuthority) => void;
}

const tab = fc.nat(1);
const few = fc.integer({ min: 1, max: 6 });
const sizes = fc.array(fc.nat(3), { minLength: 1, maxLength: 3 });
const names = fc.uniqueArray(
  fc.nat(9).map((n) => `shared${n}`),
  { minLength: 1, maxLength: 3 },
);
/** Whether the authority refuses each pushed commit. */
const refuses = fc
  .array(fc.boolean(), { minLength: 3, maxLength: 3 })
  .map((all) => Object.assign((index: number) => all[index % all.length]!, { toJSON: () => all }));

/** Any action. Chance alone would seldom produce a whole round of synchronising, so some actions are several. */
export const action: fc.Arbitrary<Action> = fc.oneof(
  weighing(8, 'append', [tab, sizes], (device, _, by, added) => device.append(by, added)),
  weighing(2, 'again', [tab, few], (device, _, by, back) => device.again(by, back)),
  weighing(4, 'import', [tab, names, fc.boolean()], (device, _, by, some, isStaged) =>
    device.importShared(by, some, isStaged),
  ),
  weighing(4, 'another device appends', [fc.nat(99_999), few], (_, authority, n, count) =>
    authority.pushForeign(Array.from({ length: count }, (_one, i) => `foreign${n}.${i}`)),
  ),
  weighing(3, 'another device imports', [names], (_, authority, some) => authority.pushForeign(some)),
  weighing(1, 'another device is refused', [names], (_, authority, some) => authority.refuseForeign(some)),
  weighing(3, 'join', [tab], (device, _, by) => device.join(by)),
  weighing(3, 'lead', [tab], (device, _, by) => device.lead(by)),
  weighing(5, 'pull', [tab, few], (device, _, by, limit) => device.pull(by, limit)),
  weighing(6, 'apply', [tab], (device, _, by) => device.apply(by)),
  weighing(6, 'send', [tab, few], (device, _, by, limit) => device.send(by, limit)),
  weighing(6, 'deliver', [tab, refuses], (device, _, by, no) => device.deliver(by, no)),
  weighing(4, 'acknowledge', [tab], (device, _, by) => device.acknowledge(by)),
  weighing(1, 'restore', [few], (_, authority, lost) => authority.restore(authority.lines.length - lost)),
  weighing(3, 'rewind', [tab], (device, _, by) => device.rewind(by)),
  weighing(1, 'rename', [tab], (device, _, by) => device.rename(by)),
  weighing(1, 'dismiss', [few], (device, _, count) => device.dismiss(count)),
  weighing(1, 'compact', [fc.nat(30)], (device, _, through) => device.compact(through)),
  weighing(2, 'flush', [], (device) => device.flush()),
  weighing(1, 'cut power', [few], (device, _, lost) => device.cutPower(lost)),
  weighing(2, 'restart', [tab], (device, _, by) => device.restart(by)),
  weighing(4, 'read', [tab, few], (device, _, by, limit) => device.read(by, limit)),
  weighing(4, 'round', [tab, few, refuses], (device, _, by, limit, no) => {
    device.lead(by);
    device.pull(by, limit);
    device.apply(by);
    device.send(by, limit);
    device.deliver(by, no);
  }),
  weighing(
    3,
    'round, restore, rewind',
    [tab, refuses, fc.nat(60), fc.nat(6)],
    (device, authority, by, no, through, lost) => {
      device.lead(by);
      device.send(by, 9);
      device.deliver(by, no);
      device.pull(by, 99);
      device.apply(by);
      device.compact(through);
      authority.restore(authority.lines.length - lost);
      device.rewind(by);
    },
  ),
);

/** An action with drawn arguments. */
function weighing<Ts extends readonly unknown[]>(
  weight: number,
  name: string,
  given: { [K in keyof Ts]: fc.Arbitrary<Ts[K]> },
  run: (device: Device, authority: ToyAuthority, ...args: Ts) => void,
): { readonly weight: number; readonly arbitrary: fc.Arbitrary<Action> } {
  const arbitrary = fc.tuple(...given).map((args): Action => ({
    name: `${name} ${JSON.stringify(args)}`,
    run: (device, authority) => run(device, authority, ...(args as unknown as Ts)),
  }));
  return { weight, arbitrary };
}
