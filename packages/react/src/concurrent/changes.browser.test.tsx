import { describe } from 'vitest';
import { StoreProvider } from '../index.ts';
import { playChanges } from './changes-suite.fixture.tsx';
import { ConcurrentProvider } from './index.ts';

describe('StoreProvider', () => {
  playChanges(StoreProvider);
});
describe('ConcurrentProvider', () => {
  playChanges(ConcurrentProvider);
});
