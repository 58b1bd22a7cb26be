import { expect, test } from 'vitest';
import { toLogError } from './errors.ts';

const quota = new DOMException('no space', 'QuotaExceededError');
const causes: readonly [what: string, cause: unknown, code: string][] = [
  ['what the platform says', quota, 'log.full'],
  ['what Dexie says of a transaction', { name: 'AbortError', inner: quota }, 'log.full'],
  ['another reason of an abort', { name: 'AbortError', inner: { name: 'UnknownError' } }, 'log.write_failed'],
];

test.each(causes)('[LOG-5] a full storage is distinguished from other failed writes: %s', (_, cause, code) => {
  expect(toLogError('shop', 'write', cause)).toMatchObject({ code, details: { log: 'shop', events: 0 }, cause });
});
