import { fileURLToPath } from 'node:url';
import { createContext, runInContext } from 'node:vm';
import { build, type Rollup } from 'vite';
import { expect, test } from 'vitest';

/** The check as a bundler leaves it, in a page that has no `process`. */
async function checkIn(mode: string | undefined): Promise<{ readonly isThere: boolean; readonly code: string }> {
  const entry = fileURLToPath(new URL('selector-check.ts', import.meta.url));
  const output = (await build({
    configFile: false,
    logLevel: 'silent',
    ...(mode !== undefined && { define: { 'process.env.NODE_ENV': JSON.stringify(mode) } }),
    build: { write: false, minify: false, lib: { entry, name: 'made', formats: ['iife'] } },
  })) as Rollup.RollupOutput[];
  const { code } = output[0]!.output[0];
  const isThere = runInContext(`${code}; made.selectorCheck() !== undefined`, createContext({})) as boolean;
  return { isThere, code };
}

test('[BIND-3] a page that a bundler serves in development checks selectors, and one in production has no such code', async () => {
  expect((await checkIn('development')).isThere).toBe(true);
  const production = await checkIn('production');
  expect(production.isThere).toBe(false);
  expect(production.code).not.toContain('console.warn');
});

test('[BIND-3] a page without a bundler runs without the check', async () => {
  expect((await checkIn(undefined)).isThere).toBe(false);
});
