import { beforeEach, describe, vi } from 'vitest';
import { playChecks } from './checks-suite.fixture.tsx';
import { playChanges } from './changes-suite.fixture.tsx';
import { ConcurrentProvider } from './index.ts';

// A React that keeps these elsewhere, as one to come may.
vi.mock('./react-internals.ts', () => ({ PLACES: [], isInTransition: () => undefined }));

describe('ConcurrentProvider, where nothing undocumented of React is found', () => {
  // In development React warns of many updates in a transition, which cannot be helped there.
  beforeEach(() => void vi.spyOn(console, 'warn').mockReturnValue());
  playChecks(ConcurrentProvider, true);
  playChanges(ConcurrentProvider);
});
