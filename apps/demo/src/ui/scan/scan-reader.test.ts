import { describe, expect, it } from 'vitest';
import { createScanReader, type Keystroke, type Reading } from './scan-reader.ts';

/** Reads keys that come `gapMs` apart. A number in the list is the gap before the next key. */
function readAll(
  keys: readonly (string | number)[],
  gapMs: number,
  more: Partial<Keystroke> = {},
  reader = createScanReader(),
): Reading[] {
  const readings: Reading[] = [];
  let atMs = 1_000;
  for (const key of keys) {
    if (typeof key === 'number') atMs += key - gapMs;
    else readings.push(reader.read({ key, atMs: (atMs += gapMs), hasModifier: false, isRepeat: false, ...more }));
  }
  return readings;
}
const kinds = (readings: readonly Reading[]): string => readings.map(({ kind }) => kind[0]).join('');

describe('[UI-4] telling a scanner from a person', () => {
  it.each([
    ['a fast scanner', 'COF-ESP', 1],
    ['a slow one', '5012345678900', 34],
    ['keys of one moment', 'A1B', 0],
    ['a code with a space and a slash', '12 A/B', 8],
  ])('reads %s, and holds back every key after the first', (_, code, gapMs) => {
    const readings = readAll([...code.split(''), 'Enter'], gapMs);
    expect(readings.at(-1)).toEqual({ kind: 'scan', code });
    expect(kinds(readings)).toBe(`f${'h'.repeat(code.length - 1)}s`);
  });

  it('reads capitals that come with Shift', () => {
    expect(readAll(['Shift', 'A', 'Shift', 'B', 'Shift', 'C', 'Enter'], 5).at(-1)).toEqual({
      kind: 'scan',
      code: 'ABC',
    });
  });

  it.each([
    ['typing', ['m', 'o', 'c', 'h', 'a', 'Enter'], 90],
    ['fast typing', ['t', 'h', 'e', 'Enter'], 51],
    ['quick keys, and Enter a moment later', ['t', 'h', 'e', 120, 'Enter'], 20],
    ['two keys', ['1', '2', 'Enter'], 5],
    ['signs alone', ['+', '+', '-', 'Enter'], 3],
    ['a key in between that types nothing', ['a', 'b', 'c', 'ArrowDown', 'Enter'], 5],
    ['Enter alone', ['Enter'], 5],
    ['keys on the slow side all the way', ['a', 'b', 'c', 'd', 'Enter'], 48],
  ])('leaves %s to the person', (_, keys, gapMs) => {
    const readings = readAll(keys, gapMs);
    expect(readings.map(({ kind }) => kind)).not.toContain('scan');
    expect(readings.at(-1)).toEqual({ kind: 'pass' });
  });

  it('holds nothing back that a person types', () => {
    expect(kinds(readAll(['m', 'o', 'c', 'h', 'a', 'Enter'], 60))).toBe('fffffp');
    expect(kinds(readAll(['+', '+', '-'], 3))).toBe('fpp');
  });

  it('starts over after a pause: earlier keys are not part of the code', () => {
    expect(readAll(['x', 'y', 300, '4', '5', '6', 'Enter'], 8).at(-1)).toEqual({ kind: 'scan', code: '456' });
  });

  it('leaves a key that is held down to the person', () => {
    expect(kinds(readAll(['5', '5', '5', '5', 'Enter'], 20, { isRepeat: true }))).toBe('ppppp');
  });

  it('leaves shortcuts to the person', () => {
    expect(kinds(readAll(['a', 'b', 'c', 'Enter'], 5, { hasModifier: true }))).toBe('pppp');
  });

  it('holds back what a scanner sends after its Enter, but nothing later', () => {
    const reader = createScanReader();
    readAll(['4', '5', '6', 'Enter'], 5, {}, reader);
    const feed = (atMs: number): Reading => reader.read({ key: 'j', atMs, hasModifier: true, isRepeat: false });
    const enter = (atMs: number): Reading => reader.read({ key: 'Enter', atMs, hasModifier: false, isRepeat: false });
    expect([feed(1_022), enter(1_025), enter(1_071)].map(({ kind }) => kind)).toEqual(['hold', 'hold', 'pass']);
  });

  it('reads every code of a burst, as a portable scanner sends what it has stored', () => {
    const readings = readAll(['1', '2', '3', 'Enter', '4', '5', '6', 'Enter', '7', '8', '9', 'Enter'], 5);
    expect(readings.filter(({ kind }) => kind === 'scan')).toEqual([
      { kind: 'scan', code: '123' },
      { kind: 'scan', code: '456' },
      { kind: 'scan', code: '789' },
    ]);
  });

  it('reads one code after the other', () => {
    const readings = readAll(['1', '2', '3', 'Enter', 200, '4', '5', '6', 'Enter'], 5);
    expect(readings.filter(({ kind }) => kind === 'scan')).toEqual([
      { kind: 'scan', code: '123' },
      { kind: 'scan', code: '456' },
    ]);
  });
});
