import fc from 'fast-check';
import { expect, test } from 'vitest';
import { budget } from '../property.fixture.ts';
import { withSizes } from '../sizes.fixture.ts';
import { sizes } from '../log/sizes.ts';
import { type Changes, LiveState } from './live-state.ts';

const changesOf = (rows: number | 'whole'): Changes => {
  const change = { before: undefined, after: {} };
  return new Map([
    ['rows', rows === 'whole' ? rows : new Map(Array.from({ length: rows }, (_, key) => [key, change]))],
  ]);
};

test('[READ-1] the remembered changes are bounded by rows too, and always include the last batch', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(fc.nat(9), fc.constant('whole' as const))), (script) =>
      withSizes({ ...sizes, rememberedBatches: 4, rememberedRows: 10 }, () => {
        const world = new LiveState([['rows', { value: undefined }]]);
        const all = script.map(changesOf);
        for (const changes of all) world.advance([], changes);
        for (let epoch = 0; epoch <= all.length; epoch++) {
          const asked = all.slice(epoch);
          const rows = script.slice(epoch).reduce<number>((sum, one) => sum + (one === 'whole' ? 0 : one), 0);
          const isKnown = asked.length <= 1 || (asked.length <= 4 && rows <= 10);
          expect(world.since(epoch)).toEqual(isKnown ? asked : undefined);
        }
      }),
    ),
    budget(200),
  );
});
