import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');

test('the testing guide shows nothing but parts of the examples that are run', () => {
  const examples = ['testing-shop.ts', 'testing.test.ts', 'testing-react.test.tsx'].map((file) => read(`./${file}`));
  const blocks = [...read('../guides/testing.md').matchAll(/^```\w*\n([^]*?)^```$/gm)].map(([, code]) => code!);
  expect(blocks.length).toBeGreaterThan(10);
  expect(blocks.filter((block) => !examples.some((example) => example.includes(block)))).toEqual([]);
});
