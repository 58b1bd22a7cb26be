import fc from 'fast-check';
import { describe, test } from 'vitest';
import { memoryLog } from '../log/memory-log.ts';
import type { EventLog } from '../log/port.ts';
import { budget } from '../property.fixture.ts';
import { sizedProperty } from '../sizes.fixture.ts';
import { play } from './play.fixture.ts';
import { scripts } from './scripts.fixture.ts';

const lasting = (undoHorizon: number): EventLog => ({
  ...memoryLog('script', { undoHorizon }),
  close: () => Promise.resolve(),
});

describe('[VIEW-2] [VIEW-5] [LOG-8] [UNDO-1] [TIME-1] whatever happens to a log, its read models are the plain fold of it', () => {
  test('of a log in memory', async () => {
    await fc.assert(
      sizedProperty(scripts, (script) => play(lasting(script.horizon), script)),
      budget(300),
    );
  });
});
