import { describe, expect, test } from 'vitest';
import { Table } from '../model/table/table.ts';
import { TrackedRows } from '../model/table/tracked-rows.ts';
import { ReadIndex } from './dependency-index.ts';
import type { ComputedValue, Dependency, Reading } from './dependency.ts';
import type { Changes } from '../fold/live-state.ts';

/** What reading the rows of an empty collection notes. */
function noted(read: (rows: TrackedRows) => unknown): Dependency {
  const table = Table.empty({ name: 'stock', key: (one: { key: string }) => one.key, indexes: ['left'] });
  let dependency!: Dependency;
  read(new TrackedRows(table, (one) => (dependency = one)));
  return dependency;
}

const row = (key: string): Dependency => noted((rows) => rows.get(key));
const range = (gte: string): Dependency => noted((rows) => rows.range({ gte }));
const whole: Dependency = { kind: 'whole', model: 'totals', value: undefined };
const query = (of: ComputedValue): Dependency => ({ kind: 'query', query: of, value: undefined, holds: () => true });

type Named = ComputedValue & { readonly name: string; dependencies: readonly Dependency[] | undefined };
const reading = (name: string, ...dependencies: readonly Dependency[]): Named => ({
  name,
  dependencies,
  get: () => undefined,
});

const changed = (...keys: readonly string[]): Changes =>
  new Map([['stock', new Map(keys.map((key) => [key, { before: undefined, after: {} }]))]]);

const namesOf = (found: ReadonlySet<Reading>): string => [...found].map((one) => (one as Named).name).join();

describe('[VIEW-3] the dependency index', () => {
  test('finds readers by row, by range, by whole read model, and through queries', () => {
    const index = new ReadIndex();
    const inner = reading(
      'inner',
      row('c'),
      noted((rows) => rows.where('left', 1)),
    );
    const outer = reading('outer', query(inner));
    for (const one of [
      reading('a', row('a'), row('a')),
      reading('also a', row('a')),
      reading('b on', row('a'), range('b')),
      reading('sum', whole),
      reading('asks', query(outer)),
    ])
      index.put(one);
    expect(namesOf(index.concerned([changed('a')]))).toBe('a,also a,b on');
    expect(namesOf(index.concerned([changed('b', 'x')]))).toBe('b on');
    expect(namesOf(index.concerned([changed('A')]))).toBe('');
    expect(namesOf(index.concerned([changed('c')]))).toBe('inner,b on,outer,asks');
    expect(namesOf(index.concerned([new Map([['totals', 'whole' as const]])]))).toBe('sum');
    expect(namesOf(index.concerned([new Map([['stock', 'whole' as const]])]))).toBe('a,also a,b on,inner,outer,asks');
    expect(index.concerned(undefined).size).toBe(index.size);
  });

  test('follows changing dependencies, and always returns readers whose dependencies are unknown', () => {
    const index = new ReadIndex();
    const moving = reading('moving', row('a'));
    index.put(moving);
    moving.dependencies = [row('b')];
    index.put(moving);
    expect(namesOf(index.concerned([changed('a')]))).toBe('');
    expect(namesOf(index.concerned([changed('b')]))).toBe('moving');
    moving.dependencies = undefined;
    index.put(moving);
    expect(namesOf(index.concerned([changed('z')]))).toBe('moving');
    moving.dependencies = [row('b')];
    index.put(moving);
    expect(namesOf(index.concerned([changed('z')]))).toBe('');
  });

  test('keeps nothing of removed readers, or of queries without readers', () => {
    const index = new ReadIndex();
    const inner = reading('inner', row('c'), range('d'));
    const outer = reading('outer', query(inner), row('e'));
    const [one, two] = [reading('one', query(outer), query(inner)), reading('two', query(inner), whole)];
    index.put(one);
    index.put(two);
    expect(index.size).toBe(4);
    index.delete(one);
    expect(namesOf(index.concerned([changed('c')]))).toBe('inner,two');
    expect(index.size).toBe(2);
    two.dependencies = [row('c')];
    index.put(two);
    expect(index.size).toBe(1);
    index.delete(two);
    expect([index.size, namesOf(index.concerned([changed('c', 'd', 'e')]))]).toEqual([0, '']);
  });
});
