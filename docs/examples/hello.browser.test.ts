import { Dexie } from 'dexie';
import { expect, test, vi } from 'vitest';
import readme from '../../README.md?raw';
import hello from './hello.tsx?raw';

const inReadme = /```tsx\n([^]*?)```/.exec(readme)?.[1];

test('the README shows this example, in under 40 lines', () => {
  expect(inReadme).toBe(hello);
  expect(hello.trimEnd().split('\n').length).toBeLessThan(40);
});

test('[LOG-2] the README’s example counts, and has counted after a reload', async () => {
  await Dexie.delete('counter');
  const first = await start();
  await expect.poll(() => first.textContent).toBe('0');
  first.querySelector('button')!.click();
  first.querySelector('button')!.click();
  await expect.poll(() => first.textContent).toBe('2');
  // Another page on the same log sees what is stored; the first has nothing left to write once it does.
  await expect.poll(async () => new Dexie('counter').open().then(async (db) => (await db.table('out').toArray()).length)).toBeGreaterThan(0);
  const second = await start();
  await expect.poll(() => second.textContent).toBe('2');
});

/** Runs the example as a page of its own would: a new root, and the module evaluated anew. */
async function start(): Promise<Element> {
  document.getElementById('root')?.removeAttribute('id');
  const root = document.createElement('div');
  root.id = 'root';
  document.body.append(root);
  vi.resetModules();
  await import('./hello.tsx');
  return root;
}
