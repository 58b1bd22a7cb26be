import { afterEach, expect, test, vi } from 'vitest';
import { developmentCheck } from './plain-check.ts';

afterEach(() => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
});

test('[DEV-2] states are checked in development alone', () => {
  expect(developmentCheck(true)).toBeDefined();
  expect(developmentCheck(false)).toBeUndefined();
  vi.stubEnv('NODE_ENV', 'production');
  expect(developmentCheck(true)).toBeUndefined();
});

test('[DEV-2] a page without a bundler, which has no `process`, is not checked', () => {
  vi.stubGlobal('process', undefined);
  expect(developmentCheck(true)).toBeUndefined();
});
