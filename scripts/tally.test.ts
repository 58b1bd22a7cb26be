import { afterEach, describe, expect, it } from 'vitest';
import { createFixtureTree, type FixtureTree } from './fixture-tree.ts';
import { describe as describeTally, readTally, sum } from './tally.mjs';

describe('the count of tests', () => {
  let tree: FixtureTree | undefined;
  afterEach(() => tree?.remove());
  const tallyOf = (report: object): ReturnType<typeof readTally> => {
    tree = createFixtureTree({ 'report.json': JSON.stringify(report) });
    return readTally(`${tree.folder}/report.json`);
  };
  const vitest = { numPassedTests: 3, numFailedTests: 1, numPendingTests: 1, numTodoTests: 1 };
  const failingFile = { status: 'failed', assertionResults: [{ status: 'passed' }, { status: 'failed' }] };

  it('reads what Vitest wrote', () => {
    expect(tallyOf({ ...vitest, testResults: [failingFile] })).toEqual({ passed: 3, failed: 1, skipped: 2 });
  });

  it('counts a file that could not be loaded as a failure', () => {
    const brokenFile = { status: 'failed', assertionResults: [] };
    expect(tallyOf({ ...vitest, testResults: [failingFile, brokenFile] }).failed).toBe(2);
  });

  it('reads what Playwright wrote, and counts a flaky test as failed', () => {
    const stats = { expected: 5, unexpected: 1, flaky: 1, skipped: 2 };
    expect(tallyOf({ stats, errors: [] })).toEqual({ passed: 5, failed: 2, skipped: 2 });
  });

  it('counts a run that ended before its first test as a failure', () => {
    const stats = { expected: 0, unexpected: 0, flaky: 0, skipped: 0 };
    expect(tallyOf({ stats, errors: [{ message: 'the server did not start' }] }).failed).toBe(1);
  });

  it('is zero without a report', () => {
    expect(readTally('/nowhere/report.json')).toEqual({ passed: 0, failed: 0, skipped: 0 });
  });

  it('names skipped tests only when there are some', () => {
    const all = sum([
      { passed: 1, failed: 0, skipped: 0 },
      { passed: 2, failed: 1, skipped: 0 },
    ]);
    expect(describeTally(all)).toBe('3 passed, 1 failed');
    expect(describeTally({ ...all, skipped: 4 })).toBe('3 passed, 1 failed, 4 skipped');
  });
});
