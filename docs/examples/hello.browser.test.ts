import { Dexie } from 'dexie';
import { expect, test } from 'vitest';

test('[LOG-2] the README’s example counts, and keeps its count after a reload', async () => {
  await Dexie.delete('counter');
  const first = await start(1);
  await expect.poll(() => first.textContent).toBe('0');
  first.querySelector('button')!.click();
  first.querySelector('button')!.click();
  await expect.poll(() => first.textContent).toBe('2');
  // Another page on the same log sees stored events only, so wait until both clicks are stored.
  const db = await new Dexie('counter').open();
  const storedCommits = async (): Promise<number> =>
    ((await db.table('out').toArray()) as { readonly commits: number }[]).reduce((sum, row) => sum + row.commits, 0);
  await expect.poll(storedCommits).toBe(2);
  db.close();
  const second = await start(2);
  await expect.poll(() => second.textContent).toBe('2');
});

/** Runs the example as another page would: in a new root. */
async function start(page: number): Promise<Element> {
  document.getElementById('root')?.removeAttribute('id');
  const root = document.createElement('div');
  root.id = 'root';
  document.body.append(root);
  // Another address is another module, so the example runs again and opens its own store.
  await import(/* @vite-ignore */ `./hello.tsx?page=${page}`);
  return root;
}
