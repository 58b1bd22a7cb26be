import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import type { RefoldError } from '../errors/refold-error.ts';
import { createCatalog } from './catalog.ts';
import type { Envelope } from './envelope.ts';
import { type AnyEvent, defineEvent } from './event.ts';
import { defaultLimits } from './limits.ts';

const steps: string[] = [];
const LogEntry = defineEvent('order.placed', z.object({ id: z.string(), total: z.number() }), {
  formerly: ['order.created'],
})
  .version(z.object({ id: z.string(), cents: z.int() }), ({ total, id }) => {
    steps.push('1→2');
    return { id, cents: Math.round(total * 100) };
  })
  .version(z.object({ id: z.string(), cents: z.int(), currency: z.string() }), (v2) => {
    steps.push('2→3');
    return { ...v2, currency: 'EUR' };
  });
const catalogOf = (...events: readonly AnyEvent[]) => createCatalog(events, defaultLimits, true);
const catalog = catalogOf(LogEntry);
const stored = (version: number, data: unknown, type = 'order.placed'): Envelope => ({
  id: 'evt_1',
  type,
  timestamp: '2026-01-31T12:00:00.000Z',
  version,
  data,
  metadata: { correlationId: 'c', source: 'app', actorId: 'a' },
});
function errorOf(decoded: ReturnType<typeof catalog.decode>): RefoldError {
  if (decoded.ok) throw new Error('It was understood.');
  return decoded.error;
}
function thrown(run: () => unknown): RefoldError {
  try {
    run();
  } catch (error) {
    return error as RefoldError;
  }
  throw new Error('It did not throw.');
}

describe('[EVT-5] events are upcast on read, step by step', () => {
  test.each([
    { version: 1, data: { id: 'a', total: 1.5 }, took: ['1→2', '2→3'] },
    { version: 2, data: { id: 'a', cents: 150 }, took: ['2→3'] },
    { version: 3, data: { id: 'a', cents: 150, currency: 'EUR' }, took: [] },
  ])('version $version', ({ version, data, took }) => {
    steps.length = 0;
    const event = stored(version, data);
    const text = JSON.stringify(event);
    expect(catalog.decode(event)).toEqual({
      ok: true,
      event: { ...event, version: 3, data: { id: 'a', cents: 150, currency: 'EUR' } },
    });
    expect(steps).toEqual(took);
    expect(JSON.stringify(event)).toBe(text);
  });

  test('folds a renamed type under its new name', () => {
    expect(catalog.decode(stored(1, { id: 'a', total: 1 }, 'order.created'))).toMatchObject({
      ok: true,
      event: { type: 'order.placed', version: 3 },
    });
  });

  test('an event that had no payload may get one', () => {
    const Cleared = defineEvent('cart.cleared').version(z.object({ why: z.string() }), () => ({ why: 'unknown' }));
    expect(catalogOf(Cleared).decode(stored(1, undefined, 'cart.cleared'))).toMatchObject({
      ok: true,
      event: { data: { why: 'unknown' } },
    });
  });

  test.each([
    {
      what: 'an unknown type',
      event: stored(1, {}, 'order.shipped'),
      code: 'event.unknown',
      details: { type: 'order.shipped' },
    },
    {
      what: 'a newer version',
      event: stored(4, {}),
      code: 'event.newer',
      details: { type: 'order.placed', version: 4, known: 3 },
    },
    {
      what: 'an invalid payload',
      event: stored(2, { id: 'a', cents: 1.5 }),
      code: 'event.invalid',
      details: { type: 'order.placed', version: 2, issues: [{ path: 'cents', message: expect.any(String) as string }] },
    },
  ])('$what cannot be decoded, and the error includes the remedy', ({ event, code, details }) => {
    const error = errorOf(catalog.decode(event));
    expect([error.code, error.details]).toEqual([code, details]);
  });

  test('the messages', () => {
    expect(errorOf(catalog.decode(stored(1, {}, 'order.shipped'))).message).toMatchInlineSnapshot(
      `"The log has an event of type "order.shipped" that this app does not know. Refold keeps it and skips it. To fold it, list its definition, or add the type to "formerly" of the definition that replaced it. [event.unknown]"`,
    );
    expect(errorOf(catalog.decode(stored(4, {}))).message).toMatchInlineSnapshot(
      `"The log has "order.placed" version 4, but this app knows versions up to 3. Refold keeps the event and skips it. Update the app. [event.newer]"`,
    );
    expect(errorOf(catalog.decode(stored(3, { id: 'a', cents: 'x' }))).message).toMatchInlineSnapshot(
      `"The payload of "order.placed" version 3 does not fit its schema: cents: Invalid input: expected number, received string; currency: Invalid input: expected string, received undefined. A new event is not appended, a stored one is skipped. Correct the payload or the schema. [event.invalid]"`,
    );
  });

  test('an upcaster that throws, or whose result fails its schema, does not stop the others', () => {
    const boom = defineEvent('x', z.object({})).version(z.object({ n: z.number() }), () => {
      throw new Error('boom');
    });
    const error = errorOf(catalogOf(boom).decode(stored(1, {}, 'x')));
    expect(error).toMatchObject({
      code: 'event.upcast_failed',
      details: { type: 'x', version: 1 },
      cause: { message: 'boom' },
    });
    expect(error.message).toMatchInlineSnapshot(
      `"The upcaster of "x" from version 1 threw (see cause). Refold keeps the event and skips it. Fix the upcaster. [event.upcast_failed]"`,
    );
    const wrong = defineEvent('x', z.object({})).version(
      z.object({ n: z.number() }),
      () => ({ n: 'one' }) as unknown as { n: number },
    );
    expect(errorOf(catalogOf(wrong).decode(stored(1, {}, 'x')))).toMatchObject({
      code: 'event.invalid',
      details: { version: 2 },
    });
  });
});

describe('[EVT-4] an appended event', () => {
  test('has the output of the schema, in the newest version', () => {
    const Named = defineEvent('named', z.object({ name: z.string().trim(), tags: z.array(z.string()).default([]) }));
    expect(catalogOf(Named).encode('named', { name: ' a ', extra: 1 })).toEqual({
      version: 1,
      data: { name: 'a', tags: [] },
    });
    expect(catalog.encode('order.placed', { id: 'a', cents: 1, currency: 'EUR' }).version).toBe(3);
  });

  test('has its current name, and must be listed', () => {
    expect(thrown(() => catalog.encode('order.created', {}))).toMatchObject({
      code: 'event.not_listed',
      details: { type: 'order.created' },
    });
    expect(thrown(() => catalog.encode('nope', {})).message).toMatchInlineSnapshot(
      `"The event "nope" is not in this store's events. Add its definition to createStore({ events: […] }). [event.not_listed]"`,
    );
  });

  test('cannot have a payload if its definition has none', () => {
    const error = thrown(() => catalogOf(defineEvent('cleared')).encode('cleared', { a: 1 }));
    expect(error).toMatchObject({
      code: 'event.invalid',
      details: { issues: [{ path: '', message: 'this event has no payload' }] },
    });
  });

  /** A schema with a given behaviour. */
  const schema = (validate: () => unknown) =>
    ({ '~standard': { version: 1, vendor: 'test', validate } }) as unknown as z.ZodObject<{ id: z.ZodString }>;

  test.each([
    { what: 'a check of Zod', with: z.object({ id: z.string().refine(() => Promise.resolve(true)) }) },
    { what: 'a promise that fails later', with: schema(() => Promise.reject(new Error('late'))) },
    {
      what: 'a promise of another realm',
      with: schema(() => runInNewContext('Promise.resolve({ value: 1 })') as unknown),
    },
  ])('an async validator is refused: $what', ({ with: slow }) => {
    const error = thrown(() => catalogOf(defineEvent('slow', slow)).encode('slow', { id: 'a' }));
    expect(error).toMatchObject({ code: 'schema.async', details: { where: 'event "slow"' } });
    expect(error.message).toMatchInlineSnapshot(
      `"The schema of event "slow" returned a promise: it has an async check or, with Zod, one that threw. Appending is synchronous, so its schema must be too. Run async checks before the command. [schema.async]"`,
    );
  });

  test('a schema that throws refuses the payload', () => {
    const touchy = schema(() => {
      throw new Error('boom');
    });
    expect(thrown(() => catalogOf(defineEvent('touchy', touchy)).encode('touchy', { id: 'a' }))).toMatchObject({
      code: 'event.invalid',
      details: { issues: [{ path: '', message: 'the schema threw Error: boom' }] },
    });
  });

  test.each([
    { what: 'makes something else of its output', schema: z.object({ s: z.string().transform((s) => `${s}!`) }) },
    {
      what: 'refuses its output',
      schema: z.object({
        s: z
          .string()
          .max(1)
          .transform((s) => `${s}!`),
      }),
    },
  ])('a schema that $what is refused in development', ({ schema }) => {
    const encode = (isDevelopment: boolean) =>
      createCatalog([defineEvent('loud', schema)], defaultLimits, isDevelopment).encode('loud', { s: 'a' });
    expect(thrown(() => encode(true))).toMatchObject({ code: 'event.unstable', details: { type: 'loud', version: 1 } });
    expect(encode(false)).toEqual({ version: 1, data: { s: 'a!' } });
  });

  test('the message about an unstable schema explains why it matters', () => {
    const unstable = defineEvent('unstable', z.object({ n: z.number().transform((n) => n + 1) }));
    expect(thrown(() => catalogOf(unstable).encode('unstable', { n: 1 })).message).toMatchInlineSnapshot(
      `"The schema of "unstable" version 1 changes its own output when it parses it again, so a reload would fold other data. Make its transforms idempotent, or move them into the command. [event.unstable]"`,
    );
  });
});

describe('names', () => {
  test.each([
    ['listed twice', () => catalogOf(LogEntry, LogEntry), 'order.placed'],
    ['two of one name', () => catalogOf(defineEvent('a'), defineEvent('a')), 'a'],
    ['an earlier name of another', () => catalogOf(LogEntry, defineEvent('order.created')), 'order.created'],
    [
      'two with one earlier name',
      () => catalogOf(LogEntry, defineEvent('b', z.object({}), { formerly: ['order.created'] })),
      'order.created',
    ],
  ])('events: %s', (_, make, name) => {
    expect(thrown(make)).toMatchObject({ code: 'name.taken', details: { kind: 'event', name } });
  });

  test.each(['', '$undo'])('an event cannot be named %j, now or formerly', (name) => {
    expect(thrown(() => defineEvent(name))).toMatchObject({ code: 'name.invalid', details: { kind: 'event', name } });
    expect(thrown(() => defineEvent('a', z.object({}), { formerly: [name] }))).toMatchObject({ code: 'name.invalid' });
  });

  test('the messages', () => {
    expect(thrown(() => catalogOf(LogEntry, LogEntry)).message).toMatchInlineSnapshot(
      `"Two events are named "order.placed". Rename one of them, or list it once. [name.taken]"`,
    );
    expect(thrown(() => defineEvent('$undo')).message).toMatchInlineSnapshot(
      `"Invalid event name "$undo": a name must not be empty or begin with "$". Choose another name. [name.invalid]"`,
    );
  });
});
