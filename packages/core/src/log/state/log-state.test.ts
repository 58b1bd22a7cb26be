import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { budget } from '../../property.fixture.ts';
import { action } from './actions.fixture.ts';
import { ToyAuthority } from './authority.fixture.ts';
import { checkDevice, comeToRest } from './check-device.fixture.ts';
import { Device, type Seen } from './device.fixture.ts';

const history = fc.array(action, { maxLength: 60, size: 'max' }).map((all) => ({
  all,
  [fc.toStringMethod]: () => all.map(({ name }) => name).join('\n'),
}));

describe('[LOG-9] [LOG-13] [SYNC-3] [SYNC-5] [SYNC-6] a log as plain data', () => {
  const seen: Seen = new Map();

  test('equals the model after any operations of two tabs, with crashes and power cuts between them', () => {
    fc.assert(
      fc.property(history, ({ all }) => {
        const authority = new ToyAuthority();
        const device = new Device(authority, seen);
        for (const { run } of all) {
          run(device, authority);
          checkDevice(device, authority);
        }
        for (const one of [0, 1]) device.read(one, 2);
        comeToRest(device, authority);
        for (const one of [0, 1]) device.read(one, 1);
      }),
      budget(150),
    );
  });

  test('meets the rare cases in these operations', () => {
    expect([...seen.keys()].sort()).toEqual([
      'a commit is refused',
      'a commit leaves in part',
      'a commit overtakes',
      'a compacted log begins again',
      'a log with events joins',
      'a page settles some of the pending commits',
      'a power cut loses a page',
      'a rewind drops events of others',
      'a rewind returns own events',
      'cursor.mismatch',
      'log.term_over',
      'the authority does not have the cursor',
    ]);
  });
});
