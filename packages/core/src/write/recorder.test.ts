import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import type { RefoldError } from '../errors/refold-error.ts';
import { createCatalog } from '../model/catalog.ts';
import { Undone } from '../model/control-events.ts';
import type { GivenEvent } from '../model/envelope.ts';
import { defineEvent } from '../model/event.ts';
import { createIdSource, eventIdFrom } from '../model/ids.ts';
import { defaultLimits, type Limits } from '../model/limits.ts';
import { budget } from '../property.fixture.ts';
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
      `"A commit has 1108310 bytes, the maximum is 1048576. Split it into several commits, or raise limits of createStore. [commit.limit]"`,
    );
    expect(
      refusal(() =>
        recorder.record(
          Array.from({ length: 501 }, () => draft(1)),
          stamp,
        ),
      ).message,
    ).toMatchInlineSnapshot(
      `"A commit has 501 events, the maximum is 500. Split it into several commits, or raise limits of createStore. [commit.limit]"`,
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

describe('[EVT-4] an imported event is checked and never rewritten', () => {
  const good = { id: eventIdFrom('a'), type: 'named', timestamp: '2026-01-31T12:00:00.000Z', data: { title: 'x' } };
  const accept = (change: object) => recorderOf().accept({ ...good, ...change } as GivenEvent, stamp);

  test('it keeps its id, time, name, version and payload; the import fills in missing metadata', () => {
    const old = {
      type: 'called',
      version: 1,
      data: { name: 'x', more: 1 },
      metadata: { source: 'csv', actorId: undefined, batch: 7 },
    };
    expect(accept(old)).toEqual({
      ...good,
      ...old,
      metadata: { correlationId: 'cor_1', source: 'csv', actorId: 'ann', batch: 7 },
    });
    expect(accept({})).toMatchObject({ version: 2, metadata: stamp });
  });

  test('an event that only a newer app understands is kept', () => {
    expect(accept({ type: 'later' })).toMatchObject({ type: 'later', version: 1 });
    expect(accept({ version: 3, data: { anything: 1 } })).toMatchObject({ version: 3, data: { anything: 1 } });
  });

  test.each([
    { change: { id: 'abc' }, path: 'id', found: '"abc"' },
    { change: { id: undefined }, path: 'id', found: 'nothing' },
    { change: { id: 5n }, path: 'id', found: 'a bigint' },
    { change: { type: undefined }, path: 'type', found: 'nothing' },
    { change: { type: '' }, path: 'type', found: '""' },
    { change: { type: {} }, path: 'type', found: 'an object' },
    { change: { timestamp: '2026-01-31' }, path: 'timestamp', found: '"2026-01-31"' },
    { change: { timestamp: '2026-01-31T12:00:00Z' }, path: 'timestamp', found: '"2026-01-31T12:00:00Z"' },
    { change: { timestamp: '2026-02-30T12:00:00.000Z' }, path: 'timestamp', found: '"2026-02-30T12:00:00.000Z"' },
    { change: { timestamp: '2026-13-01T12:00:00.000Z' }, path: 'timestamp', found: '"2026-13-01T12:00:00.000Z"' },
    { change: { timestamp: 5 }, path: 'timestamp', found: '5' },
    { change: { version: 0 }, path: 'version', found: '0' },
    { change: { version: 1.5 }, path: 'version', found: '1.5' },
    { change: { version: '1' }, path: 'version', found: '"1"' },
    { change: { metadata: 'x' }, path: 'metadata', found: '"x"' },
    { change: { metadata: [] }, path: 'metadata', found: 'a list' },
    { change: { metadata: null }, path: 'metadata', found: 'null' },
    { change: { metadata: { actorId: 5 } }, path: 'metadata.actorId', found: '5' },
  ])('malformed: $change', ({ change, path, found }) => {
    expect(refusal(() => accept(change))).toMatchObject({ code: 'event.envelope_invalid', details: { path, found } });
  });

  test.each([null, undefined, 5, 'x'])('%j is not an event', (given) => {
    expect(refusal(() => recorderOf().accept(given as unknown as GivenEvent, stamp))).toMatchObject({
      details: { path: '(root)' },
    });
  });

  test.each([
    { change: { data: { title: 1 } }, code: 'event.invalid' },
    { change: { version: 1 }, code: 'event.invalid' },
    { change: { data: { title: new Date(0) } }, code: 'event.not_json' },
    { change: { data: JSON.parse('{"title":"x","__proto__":{}}') as unknown }, code: 'event.key_forbidden' },
    { change: { metadata: JSON.parse('{"constructor":1}') as unknown }, code: 'event.key_forbidden' },
    { change: { metadata: { at: new Date(0) } }, code: 'event.not_json' },
    { change: { type: 'later', data: 'x'.repeat(65_536) }, code: 'event.limit' },
  ])('unfit: $code', ({ change, code }) => {
    expect(refusal(() => accept(change)).code).toBe(code);
  });

  test('the messages say what was expected', () => {
    expect(refusal(() => accept({ id: 'abc' })).message).toMatchInlineSnapshot(
      `"Invalid event: id must be evt_ and a UUID (eventIdFrom makes one of a name), found "abc". The event was not stored. Correct it, or leave it out. [event.envelope_invalid]"`,
    );
    expect(refusal(() => accept({ timestamp: '2026-01-31' })).message).toMatchInlineSnapshot(
      `"Invalid event: timestamp must be ISO-8601 UTC with milliseconds, such as 2026-01-31T12:00:00.000Z, found "2026-01-31". The event was not stored. Correct it, or leave it out. [event.envelope_invalid]"`,
    );
    expect(refusal(() => accept({ metadata: { at: new Date(0) } })).message).toMatchInlineSnapshot(
      `"The payload of "named" is not JSON: found a Date at metadata.at. Store plain objects, arrays, strings, finite numbers, booleans and null. [event.not_json]"`,
    );
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

  test('that an imported log may hold, with groups of events, if they are valid', () => {
    const given = (data: unknown): GivenEvent => ({
      id: eventIdFrom('u'),
      type: '$undo',
      timestamp: '2020-01-01T00:00:00.000Z',
      data,
      metadata: { group: 'cor_0', scope: 'notes', compensates: 'cor_9' },
    });
    expect(recorderOf().accept(given({ groups: ['a'] }), stamp).metadata).toEqual({
      ...stamp,
      group: 'cor_0',
      scope: 'notes',
      compensates: 'cor_9',
    });
    for (const data of [undefined, null, {}, { groups: 'a' }, { groups: [1] }])
      expect(refusal(() => recorderOf().accept(given(data), stamp)).code).toBe('event.invalid');
  });
});
