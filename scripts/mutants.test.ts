import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { planted } from './mutants/plant.mjs';
import { list } from './mutants/tabs.mjs';
import { root } from './run.mjs';

test.each(list.mutants)('the fault "$title" can be planted', (mutant) => {
  const code = readFileSync(join(root, mutant.file), 'utf8');
  expect(planted(code, mutant)).not.toBe(code);
});

test('a fault whose text is not there, or there twice, is an error', () => {
  const mutant = { title: 'a', file: 'b.ts', from: 'x', to: 'y' };
  expect(() => planted('', mutant)).toThrow('0 times');
  expect(() => planted('xx', mutant)).toThrow('2 times');
});
