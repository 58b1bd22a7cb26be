import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { budget } from '../../property.fixture.ts';
import { sizes } from '../../log/sizes.ts';
import { sizedProperty, withSizes } from '../../sizes.fixture.ts';
import { expectAsFromScratch, expectSameIdentity, highestBase, opened, partsOf, stories } from '../device.fixture.ts';
import type { ModelChange } from '../fold.ts';
import { type Item, models } from './replace-tail.fixture.ts';

const keysOf = (reported: ModelChange | undefined): ReadonlySet<unknown> =>
  new Set(reported === 'whole' ? [reported] : reported?.keys());

describe('[KERNEL-3] a replaced tail', () => {
  test('folds to what a fresh replay folds to, with controls, groups and checkpoints as they would be', async () => {
    const kinds: Record<string, number> = {};
    await fc.assert(
      sizedProperty(...stories, (items, cuts, changes, horizon) => {
        const device = opened(items, cuts, horizon);
        for (const one of changes) {
          const base = highestBase(device);
          const { kind } = device.change(one) ?? { kind: 'appended' };
          kinds[kind] = (kinds[kind] ?? 0) + 1;
          // With all in memory there is always something to fold on from.
          expect(kind !== 'rebuild' || base > 0).toBe(true);
          if (kind === 'rebuild') device.rebuild();
          expectAsFromScratch(device);
        }
        return Promise.resolve();
      }),
      budget(400),
    );
    expect(kinds['replaced']).toBeGreaterThan(2 * kinds['rebuild']!);
  });

  test('leaves rows and parts that come out equal as they were, and reports the others as one change', async () => {
    await fc.assert(
      sizedProperty(...stories, (items, cuts, changes, horizon) => {
        const device = opened(items, cuts, horizon);
        for (const one of changes) {
          const before = device.states();
          const { epoch } = device.models.world;
          const outcome = device.change(one);
          if (outcome?.kind === 'rebuild') device.rebuild();
          if (outcome?.kind !== 'replaced') continue;
          const after = device.states();
          expectSameIdentity(before, after);
          expect(device.models.world.epoch - epoch).toBe(outcome.changes.size > 0 ? 1 : 0);
          for (const [i, model] of models.entries()) {
            const reported = outcome.changes.get(model.name);
            const [was, is] = [partsOf(model, before[i]!), partsOf(model, after[i]!)];
            const differing = [...was.keys(), ...is.keys()].filter((key) => was.get(key) !== is.get(key));
            // Of a document it is reported that it changed, of a table which rows did.
            const expected = model['~kind'] === 'collection' ? new Set(differing) : was.get('') !== is.get('');
            expect(model['~kind'] === 'collection' ? keysOf(reported) : reported !== undefined).toEqual(expected);
          }
        }
        return Promise.resolve();
      }),
      budget(400),
    );
  });

  test('leaves a row as it was that an event wrote again with the same content, once that event is gone', async () => {
    // Groups 1 and 7 write the same.
    const [first, again, other] = [1, 7, 2].map((group): Item => ({ do: 'put', group, k: group === 2 ? 1 : 0 }));
    await withSizes({ ...sizes, checkpointGap: 1 }, () => {
      const device = opened([first!, again!, other!], [1, 2], 1_000);
      const before = device.states();
      const [one, , two] = device.log.splice(0);
      // Without the second event, then with another one after the first.
      for (const rest of [[two!], device.make([{ do: 'put', group: 3, k: 3 }])]) {
        device.log.splice(0, Infinity, one!, ...rest);
        expect(device.replace(1, false).kind).toBe('replaced');
        expectSameIdentity(before, device.states());
      }
    });
  });

  test('that is the present one folds nothing and changes nothing, though its events are copies', async () => {
    await fc.assert(
      sizedProperty(...stories, fc.boolean(), (items, cuts, changes, horizon, isCopied) => {
        const known = items.filter(({ do: what }) => what !== 'opaque');
        const device = opened(known, cuts, horizon);
        const before = { states: device.states(), epoch: device.models.world.epoch, tail: device.models.tail };
        for (const { back } of changes) {
          const after = Math.max(device.models.tail.start, device.log.length - back);
          expect(device.replace(after, isCopied)).toEqual({ kind: 'unchanged' });
        }
        for (const [i, state] of device.states().entries()) expect(state).toBe(before.states[i]);
        expect(device.models.world.epoch).toBe(before.epoch);
        expect(device.models.tail).toBe(before.tail);
        return Promise.resolve();
      }),
      budget(100),
    );
  });
});
