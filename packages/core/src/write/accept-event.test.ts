import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import type { RefoldError } from '../errors/refold-error.ts';
import { createCatalog } from '../model/catalog.ts';
import type { Envelope, GivenEvent } from '../model/envelope.ts';
import { defineEvent } from '../model/event.ts';
import { eventIdFrom } from '../model/ids.ts';
import { defaultLimits as limits } from '../model/limits.ts';
import { acceptEvent } from './accept-event.ts';

const Named = defineEvent('named', z.object({ name: z.string() }), { formerly: ['called'] }).version(
  z.object({ title: z.string() }),
  ({ name }) => ({ title: name }),
);
const stamp = { correlationId: 'cor_1', source: 'app', actorId: 'ann' };
const catalog = createCatalog([Named], limits, true);
const accept = (given: GivenEvent): Envelope => acceptEvent(given, stamp, { catalog, limits });

function refusal(run: () => unknown): RefoldError {
  try {
    run();
  } catch (error) {
    return error as RefoldError;
  }
  throw new Error('It was taken.');
}

describe('[EVT-4] an imported event is checked and never rewritten', () => {
  const good = { id: eventIdFrom('a'), type: 'named', timestamp: '2026-01-31T12:00:00.000Z', data: { title: 'x' } };
  const acceptWith = (change: object) => accept({ ...good, ...change } as GivenEvent);

  test('it keeps its id, time, name, version and payload; the import fills in missing metadata', () => {
    const old = {
      type: 'called',
      version: 1,
      data: { name: 'x', more: 1 },
      metadata: { source: 'csv', actorId: undefined, batch: 7 },
    };
    expect(acceptWith(old)).toEqual({
      ...good,
      ...old,
      metadata: { correlationId: 'cor_1', source: 'csv', actorId: 'ann', batch: 7 },
    });
    expect(acceptWith({})).toMatchObject({ version: 2, metadata: stamp });
  });

  test('an event that only a newer app understands is kept', () => {
    expect(acceptWith({ type: 'later' })).toMatchObject({ type: 'later', version: 1 });
    expect(acceptWith({ version: 3, data: { anything: 1 } })).toMatchObject({ version: 3, data: { anything: 1 } });
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
    expect(refusal(() => acceptWith(change))).toMatchObject({
      code: 'event.envelope_invalid',
      details: { path, found },
    });
  });

  test.each([null, undefined, 5, 'x'])('%j is not an event', (given) => {
    expect(refusal(() => accept(given as unknown as GivenEvent))).toMatchObject({
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
    expect(refusal(() => acceptWith(change)).code).toBe(code);
  });

  test('the messages say what was expected', () => {
    expect(refusal(() => acceptWith({ id: 'abc' })).message).toMatchInlineSnapshot(
      `"Invalid event: id must be evt_ and a UUID (eventIdFrom makes one of a name), found "abc". The event was not stored. Correct it, or leave it out. [event.envelope_invalid]"`,
    );
    expect(refusal(() => acceptWith({ timestamp: '2026-01-31' })).message).toMatchInlineSnapshot(
      `"Invalid event: timestamp must be ISO-8601 UTC with milliseconds, such as 2026-01-31T12:00:00.000Z, found "2026-01-31". The event was not stored. Correct it, or leave it out. [event.envelope_invalid]"`,
    );
    expect(refusal(() => acceptWith({ metadata: { at: new Date(0) } })).message).toMatchInlineSnapshot(
      `"The payload of "named" is not JSON: found a Date at metadata.at. Store plain objects, arrays, strings, finite numbers, booleans and null. [event.not_json]"`,
    );
  });
});

test('[UNDO-1] an imported log may hold undo, with groups of events, when it fits', () => {
  const given = (data: unknown): GivenEvent => ({
    id: eventIdFrom('u'),
    type: '$undo',
    timestamp: '2020-01-01T00:00:00.000Z',
    data,
    metadata: { group: 'cor_0', scope: 'notes', compensates: 'cor_9' },
  });
  expect(accept(given({ groups: ['a'] })).metadata).toEqual({
    ...stamp,
    group: 'cor_0',
    scope: 'notes',
    compensates: 'cor_9',
  });
  for (const data of [undefined, null, {}, { groups: 'a' }, { groups: [1] }])
    expect(refusal(() => accept(given(data))).code).toBe('event.invalid');
});
