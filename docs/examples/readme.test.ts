import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const readme = readFileSync(`${root}README.md`, 'utf8');

interface Measured {
  readonly name: string;
  readonly size: number;
}

test('the README shows the example that runs in a browser, in under 40 lines', () => {
  const hello = readFileSync(`${root}docs/examples/hello.tsx`, 'utf8');
  expect(/```tsx\n([^]*?)```/.exec(readme)?.[1]).toBe(hello);
  expect(hello.trimEnd().split('\n').length).toBeLessThan(40);
});

test('the README states sizes that hold, and at most half a kilobyte too high', () => {
  const cli = fileURLToPath(new URL('bin.js', import.meta.resolve('size-limit/package.json')));
  const json = execFileSync(process.execPath, [cli, '--json'], { cwd: root, encoding: 'utf8' });
  const measured = JSON.parse(json) as readonly Measured[];
  const stated = new Map(
    [...readme.matchAll(/^\| (.+) \| ([\d.]+) kB \|$/gm)].map(([, name, size]) => [name, Number(size) * 1_000]),
  );
  expect([...stated.keys()]).toEqual(measured.map((m) => m.name));
  const wrong = measured.filter(({ name, size }) => size > stated.get(name)! || size <= stated.get(name)! - 500);
  expect(wrong).toEqual([]);
});
