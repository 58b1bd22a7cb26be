import { describe } from 'vitest';
import { StoreProvider } from '../index.ts';
import { playChecks } from './checks-suite.fixture.tsx';
import { ConcurrentProvider } from './index.ts';

describe('StoreProvider', () => {
  playChecks(StoreProvider, false);
});
describe('ConcurrentProvider', () => {
  playChecks(ConcurrentProvider, true);
});
