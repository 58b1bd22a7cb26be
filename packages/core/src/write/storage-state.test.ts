import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ErrorCode, RefoldError } from '../index.ts';
import { budget } from '../property.fixture.ts';
import { nextStorage, type StorageMessage, type StorageState, working } from './storage-state.ts';

const failed = (code: ErrorCode): StorageMessage => ({ type: 'failed', error: new RefoldError(code, {} as never) });
const queued: StorageMessage = { type: 'queued' };
const written: StorageMessage = { type: 'written' };
const there: StorageMessage = { type: 'there' };

/** The results of messages, as texts: `status effect`. */
function run(...messages: readonly StorageMessage[]): readonly string[] {
  let state: StorageState = working;
  return messages.map((message) => {
    const next = nextStorage(state, message);
    state = next.state;
    return `${state.status} ${next.effect ?? '-'}`;
  });
}

describe('[LOG-5] the state of storage', () => {
  test('a fault lasts until a write succeeds; each commit tries again', () => {
    expect(run(queued, failed('log.full'), queued, written)).toEqual(['ok retry', 'full fail', 'full retry', 'ok -']);
    expect(run(failed('log.write_failed'), there)).toEqual(['degraded fail', 'degraded retry']);
  });

  test('`blocked` ends when the log is available again', () => {
    expect(run(failed('log.blocked'), queued, there)).toEqual(['blocked fail', 'blocked retry', 'ok retry']);
  });

  test('`lost` survives later writes, other faults and new commits, until the log is found again', () => {
    expect(run(failed('log.lost'), queued, written, failed('log.blocked'), there, queued)).toEqual([
      'lost fail',
      'lost fail',
      'lost fail',
      'lost fail',
      'ok retry',
      'ok retry',
    ]);
  });

  test('after any messages: there is an error exactly with a fault, and a lost log is not written', () => {
    const codes = ['log.full', 'log.blocked', 'log.lost', 'log.write_failed', 'log.corrupt'] as const;
    const message = fc.constantFrom(queued, written, there, ...codes.map(failed));
    fc.assert(
      fc.property(fc.array(message, { maxLength: 12 }), (messages) => {
        let state: StorageState = working;
        for (const next of messages) {
          const before = state;
          const { state: after, effect } = nextStorage(before, next);
          state = after;
          expect(after.error === undefined).toBe(after.status === 'ok');
          const isKept = before.status !== 'lost' || next === there || (after === before && effect === 'fail');
          expect(isKept).toBe(true);
        }
      }),
      budget(200),
    );
  });
});
