import { beforeEach, describe, vi } from 'vitest';
import { playChecks } from './checks-suite.fixture.tsx';
import { playChanges } from './changes-suite.fixture.tsx';
import { ConcurrentProvider } from './index.ts';

// A React without these internals, as a future one may be.
vi.mock('./react-internals.ts', () => ({ PLACES: [], isInTransition: () => undefined }));

describe('ConcurrentProvider, without undocumented parts of React', () => {
  // In development React warns of many updates in a transition, which is unavoidable there.
  beforeEach(() => void vi.spyOn(console, 'warn').mockReturnValue());
  playChecks(ConcurrentProvider, true);
  playChanges(ConcurrentProvider);
});
