import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import type { RefoldError } from '../errors/refold-error.ts';
import { createCatalog } from '../model/catalog.ts';
import { Undone } from '../model/control-events.ts';
import { defineEvent } from '../model/event.ts';
import { defaultLimits, type Limits } from '../model/limits.ts';
import { budget } from '../property.fixture.ts';
import { createIdSource } from '../model/ids.ts';
import { testEnv } from '../env/env.fixture.ts';
import { createRecorder } from './recorder.ts';

const Noted = defineEvent('noted', z.json());
const Named = defineEvent('named', z.object({ name: z.string() }), { formerly: ['called'] }).version(
  z.object({ title: z.string() }),
  ({ name }) => ({ title: name }),
);
const stamp = { correlationId: 'cor_1', source: 'app', actorId: 'ann' };

function recorderOf(limits: Partial<Limits> = {}) {
  const env = testEnv();
  const all = { ...defaultLimits, ...limits };
  return createRecorder(createCatalog([Noted, Named], all, true), createIdSource(env.now, env.random), env.now, all);
}
function refusal(run: () => unknown): RefoldError {
  try {
    run();
  } catch (error) {
    return error as RefoldError;
  }
  throw new Error('It was taken.');
}
const bytesOf = (value: unknown): number => new TextEncoder().encode(JSON.stringify(value)).length;

describe('[EVT-6] an event and a commit have a maximum size', () => {
  const payload = fc.oneof(
    fc.jsonValue({ maxDepth: 3 }),
    fc.string({
      unit: fc.constantFrom('a', '"', '\n', '\u0001', 'é', '\u{1f600}', '\ud800'),
      maxLength: 600,
      size: 'max',
    }),
    fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { maxLength: 30 }),
    fc.dictionary(
      fc.constantFrom('k', '\u0001', 'é"', 'long key'),
      fc.constantFrom(null, true, false, -1.7976931348623157e308),
      { maxKeys: 4 },
    ),
  );

  test('an event is accepted exactly if its JSON text fits', () => {
    fc.assert(
      fc.property(payload, fc.integer({ min: -3, max: 3 }), (data, spare) => {
        fc.pre(!/__proto__|constructor|prototype/.test(JSON.stringify(data)));
        const [event] = recorderOf().record([{ type: 'noted', data }], stamp);
        const bytes = bytesOf(event);
        const record = () => recorderOf({ eventBytes: bytes + spare }).record([{ type: 'noted', data }], stamp);
        if (spare >= 0) return record().length === 1;
        const { code, details } = refusal(record);
        expect([code, details]).toEqual([
          'event.limit',
          { type: 'noted', limit: 'eventBytes', max: bytes + spare, actual: bytes, path: 'data' },
        ]);
        return true;
      }),
      budget(300),
    );
  });

  test('a commit is accepted exactly if its JSON text fits', () => {
    fc.assert(
      fc.property(fc.array(payload, { minLength: 1, maxLength: 4 }), fc.integer({ min: -3, max: 3 }), (list, spare) => {
        fc.pre(!/__proto__|constructor|prototype/.test(JSON.stringify(list)));
        const drafts = list.map((data) => ({ type: 'noted', data }));
        const bytes = bytesOf({ events: recorderOf().record(drafts, stamp) });
        const record = () => recorderOf({ commitBytes: bytes + spare }).record(drafts, stamp);
        if (spare >= 0) return record().length === drafts.length;
        const { code, details } = refusal(record);
        expect([code, details]).toEqual(['commit.limit', { limit: 'bytes', max: bytes + spare, actual: bytes }]);
        return true;
      }),
      budget(200),
    );
  });

  test('the defaults: 64 KiB an event, 1 MiB and 500 events a commit', () => {
    const draft = (length: number) => ({ type: 'noted', data: 'x'.repeat(length) });
    const recorder = recorderOf();
    expect(refusal(() => recorder.record([draft(65_536)], stamp)).message).toMatchInlineSnapshot(
      `"The event "noted" exceeds the limit eventBytes: 65729 at data, the maximum is 65536. Split the event, or raise limits.eventBytes of createStore. [event.limit]"`,
    );
    expect(
      refusal(() =>
        recorder.record(
          Array.from({ length: 17 }, () => draft(65_000)),
          stamp,
        ),
      ).message,
    ).toMatchInlineSnapshot(
      `"A commit has 1108310 bytes, the maximum is 1048576. A transaction is one commit. Split it into several commits, or raise limits of createStore. [commit.limit]"`,
    );
    expect(
      refusal(() =>
        recorder.record(
          Array.from({ length: 501 }, () => draft(1)),
          stamp,
        ),
      ).message,
    ).toMatchInlineSnapshot(
      `"A commit has 501 events, the maximum is 500. A transaction is one commit. Split it into several commits, or raise limits of createStore. [commit.limit]"`,
    );
    expect(
      recorder.record(
        Array.from({ length: 500 }, () => draft(1)),
        stamp,
      ),
    ).toHaveLength(500);
  });
});

test('[EVT-1] a recorded event has an id, a time in UTC with milliseconds, and the version of its schema', () => {
  const [event] = recorderOf().record([Named({ title: 'a' })], stamp);
  expect(event).toEqual({
    id: expect.stringMatching(/^evt_019c13ec-9e00-7[0-9a-f-]{21}$/) as string,
    type: 'named',
    timestamp: '2026-01-31T12:00:00.000Z',
    version: 2,
    data: { title: 'a' },
    metadata: stamp,
  });
});

describe('[UNDO-1] undo and redo are events of every store', () => {
  const undo = Undone({ groups: ['cor_1'] });

  test('that only the toolkit appends', () => {
    const { code, details } = refusal(() => recorderOf().record([undo], stamp));
    expect([code, details]).toEqual(['event.reserved', { type: '$undo' }]);
    expect(recorderOf().record([undo], stamp, true)).toMatchObject([
      { type: '$undo', version: 1, data: { groups: ['cor_1'] }, metadata: stamp },
    ]);
  });
});
