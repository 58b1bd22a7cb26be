// Functions of a team that wrap definitions: the types that they need are in the entry for framework authors.
import { type AnyEvent, defineCollection, defineEvent, defineQuery, defineView, type Schema } from '@refold/core';
import type { Indexable, Reads, Storable } from '@refold/core/binding';

export const fact = <const T extends string, S extends Schema>(type: T, schema: S & Storable<S>) =>
  defineEvent<`fact.${T}`, S>(`fact.${type}`, schema);
export const table = <R, const I extends Indexable<R>>(name: string, key: (row: R) => string, indexes: readonly I[]) =>
  defineCollection(name, { key, indexes });
export const counter = <E extends AnyEvent>(event: E) =>
  defineView('counter', { initial: { n: 0 } }).on(event, ({ n }) => ({ n: n + 1 }));
export const nth = <const R extends Reads>(reads: R) => defineQuery('nth', reads, (given, n: number) => [given, n]);
