import { expect, test } from 'vitest';
import * as z from 'zod';
import { laterSizes } from '../../log/later-sizes.ts';
import { defineCollection } from '../../model/collection.ts';
import { defineEvent } from '../../model/event.ts';
import { defineView } from '../../model/view.ts';
import type { ModelDefinition } from '../fold.ts';
import { MemoryBound } from './memory-bound.ts';
import { ReadModels } from '../read-models.ts';

const Put = defineEvent('put', z.object({ id: z.number(), text: z.string() }));
const rows = defineCollection('rows', { key: (row: { id: number; text: string }) => row.id }).on(Put, (all, e) =>
  all.put({ ...e.data }),
);
const page = defineView('page', { initial: { text: '' } }).on(Put, (_, e) => ({ text: e.data.text }));

/** How many checkpoints there are after 3,000 events that each replace this much. */
function checkpoints(model: unknown, bytes: number): number {
  const models = new ReadModels([model as ModelDefinition], false);
  models.start(0, 10_000, false);
  const bound = new MemoryBound(models);
  for (let position = 1; position <= 3_000; position++) {
    const metadata = { correlationId: 'c', source: 'test', actorId: 'ann', group: `g${position}` };
    const data = { id: 1, text: String(position).padEnd(bytes, 'x') };
    const event = { id: `evt_${position}`, type: 'put', version: 1, timestamp: '', data, metadata };
    models.fold([{ position, event }]);
    bound.apply(position);
  }
  const { all, base } = models.undoCheckpoints((model as ModelDefinition).name);
  expect(base.position).toBe(0);
  return all.length;
}

test.each([
  ['a collection', rows],
  ['a view', page],
])('[UNDO-8] the undo checkpoints of %s are fewer, the more memory they take', (_, model) => {
  const before = laterSizes.checkpointBytes;
  laterSizes.checkpointBytes = 10_000;
  try {
    const few = checkpoints(model, 10_000);
    const some = checkpoints(model, 1_000);
    expect(few).toBeLessThan(10);
    expect(few).toBeLessThan(some);
    expect(some).toBeLessThan(checkpoints(model, 10));
  } finally {
    laterSizes.checkpointBytes = before;
  }
});
