import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { isRefoldError, RefoldError } from '../errors/refold-error.ts';
import { defineCollection } from './collection.ts';
import { defineCommand } from './command.ts';
import { defineEvent } from './event.ts';
import { defineQuery } from '../read/define-query.ts';
import { defineView } from './view.ts';

const Ran = defineEvent('ran');
const Fell = defineEvent('fell', z.object({ far: z.number() }));
function thrown(run: () => unknown): RefoldError {
  try {
    run();
  } catch (error) {
    return error as RefoldError;
  }
  throw new Error('It did not throw.');
}

describe('names', () => {
  test.each([
    ['view', (name: string) => defineView(name, { initial: 0 })],
    ['collection', (name: string) => defineCollection(name, { key: (r: { id: string }) => r.id })],
    ['query', (name: string) => defineQuery(name, {}, () => 1)],
    ['command', (name: string) => defineCommand(name, { decide: () => Ran() })],
  ])('a %s needs a name, and none like the toolkit’s own', (kind, define) => {
    for (const name of ['', '$x'])
      expect(thrown(() => define(name))).toMatchObject({ code: 'name.invalid', details: { kind, name } });
  });

  test('a read model has one reducer for an event', () => {
    const view = defineView('count', { initial: 0 }).on(Ran, (n) => n + 1);
    const error = thrown(() => view.on([Fell, Ran], (n) => n));
    expect(error).toMatchObject({ code: 'reducer.taken', details: { model: 'count', type: 'ran' } });
    expect(error.message).toMatchInlineSnapshot(
      `""count" has two reducers for "ran", and the order in which they would run is hidden. Merge them into one reducer. [reducer.taken]"`,
    );
    const rows = defineCollection('rows', { key: (r: { id: string }) => r.id }).on(Ran, () => {});
    expect(thrown(() => rows.on(Ran, () => {}))).toMatchObject({
      code: 'reducer.taken',
      details: { model: 'rows', type: 'ran' },
    });
  });

  test('adding a reducer returns another definition and leaves the first unchanged', () => {
    const bare = defineView('count', { initial: 0 });
    bare.on(Ran, (n) => n + 1);
    expect(() => bare.on(Ran, (n) => n + 2)).not.toThrow();
  });
});

test('an event definition creates drafts, and recognises its own', () => {
  expect(Fell({ far: 3 })).toEqual({ type: 'fell', data: { far: 3 } });
  expect([Fell.is(Fell({ far: 1 })), Fell.is(Ran())]).toEqual([true, false]);
});

describe('errors', () => {
  test('are recognised by code, also when another copy of the library threw them', () => {
    const error = new RefoldError('store.closed', { action: 'append' });
    // An error of another copy looks like this: the same brand on another class.
    const foreign = Object.assign(new Error('x'), { code: 'store.closed', [Symbol.for('refold.error')]: true });
    for (const e of [error, foreign]) {
      expect([isRefoldError(e), isRefoldError(e, 'store.closed'), isRefoldError(e, 'log.full')]).toEqual([
        true,
        true,
        false,
      ]);
    }
    for (const e of [new Error('x'), null, undefined, 'store.closed', { code: 'store.closed' }])
      expect(isRefoldError(e)).toBe(false);
  });

  test('have a cause only if there is one', () => {
    expect('cause' in new RefoldError('store.closed', { action: 'x' })).toBe(false);
    const cause = new Error('why');
    expect(new RefoldError('log.open_failed', { log: 'x' }, cause).cause).toBe(cause);
  });
});
