import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { budget } from '../property.fixture.ts';
import { type Following, type FollowingMessage, nextFollowing, notFollowing } from './following.ts';

/** A tab whose reads and frames a test ends. */
class Reader {
  state: Following = notFollowing;
  reads = 0;
  isReading = false;
  isResting = false;
  /** Whether there was a hint, or a return, after the last read began. */
  isUnread = false;

  send(message: FollowingMessage): void {
    if (message.type === 'hint' || message.type === 'return') this.isUnread = true;
    const { state, effects } = nextFollowing(this.state, message);
    this.state = state;
    for (const effect of effects) {
      if (effect === 'rest') this.isResting = true;
      else if (effect === 'rest-no-more') this.isResting = false;
      else {
        if (this.isResting) throw new Error('It reads while it rests.');
        this.reads += 1;
        this.isReading = true;
        this.isUnread = false;
      }
    }
  }

  endRead(isBehind = false): void {
    if (!this.isReading) return;
    this.isReading = false;
    this.send({ type: 'read', isBehind });
  }

  endRest(): void {
    if (!this.isResting) return;
    this.isResting = false;
    this.send({ type: 'rested' });
  }
}

describe('[TAB-1] following', () => {
  test('reads when it begins, and at the first hint', () => {
    const tab = new Reader();
    tab.send({ type: 'hint' });
    expect(tab.reads).toBe(0);
    tab.send({ type: 'return' });
    expect(tab.reads).toBe(1);
    tab.endRead();
    tab.endRest();
    expect(tab.reads).toBe(1);
    tab.send({ type: 'hint' });
    expect(tab.reads).toBe(2);
  });

  test('reads once for all hints that come while it reads or rests, and not before the next frame', () => {
    const tab = new Reader();
    tab.send({ type: 'return' });
    tab.send({ type: 'hint' });
    tab.endRead();
    tab.send({ type: 'hint' });
    expect([tab.reads, tab.isResting]).toEqual([1, true]);
    tab.endRest();
    expect(tab.reads).toBe(2);
    tab.endRead();
    tab.endRest();
    expect(tab.reads).toBe(2);
  });

  test('reads again if the log has more already', () => {
    const tab = new Reader();
    tab.send({ type: 'return' });
    tab.endRead(true);
    tab.endRest();
    expect(tab.reads).toBe(2);
  });

  test('neither reads nor rests while the page is put away, or after it has stopped', () => {
    const tab = new Reader();
    tab.send({ type: 'return' });
    tab.endRead();
    tab.send({ type: 'leave' });
    tab.send({ type: 'hint' });
    expect([tab.reads, tab.isResting]).toEqual([1, false]);
    tab.send({ type: 'return' });
    expect(tab.reads).toBe(2);
    tab.send({ type: 'stop' });
    for (const type of ['hint', 'return', 'rested'] as const) tab.send({ type });
    tab.endRead(true);
    expect([tab.reads, tab.isResting]).toEqual([2, false]);
  });

  test('whatever comes, a hint is followed by a read once the page runs, and then it is at rest', () => {
    const step = fc.constantFrom('hint', 'hint', 'read', 'behind', 'rested', 'leave', 'return');
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const tab = new Reader();
        for (const one of steps) {
          if (one === 'read' || one === 'behind') tab.endRead(one === 'behind');
          else if (one === 'rested') tab.endRest();
          else tab.send({ type: one });
        }
        tab.send({ type: 'return' });
        for (let turn = 0; turn < 10; turn++) {
          tab.endRead();
          tab.endRest();
        }
        expect([tab.state, tab.isUnread]).toEqual([{ phase: 'idle', isDue: false }, false]);
      }),
      budget(1_000),
    );
  });
});
