'use client';
import { useState } from 'react';
import type { Binding } from './bindings.ts';

/**
 * Something outside of React, of which a component reads some fields. It renders again only when a field that it has read
 * has changed: the result is another object then, and the same one until then. So what depends on the result, as the React
 * Compiler makes it do, is never out of date. A field that nobody has read yet is as it is when it is first read.
 */
export function useFields<S extends object>(
  binding: Pick<Binding, 'useOutside'>,
  subscribe: (listener: () => void) => () => void,
  read: () => S,
  readOnServer: () => S = read,
): S {
  const [fields] = useState(() => new Fields<S>());
  return binding.useOutside(
    subscribe,
    () => fields.of(read()),
    () => fields.of(readOnServer()),
  );
}

class Fields<S extends object> {
  readonly #wanted = new Set<keyof S>();
  #newest: S | undefined;
  #last: { readonly view: S; readonly values: Partial<S>; readonly keys: string } | undefined;

  /** The same object until a field that was read has changed, or there are other fields. */
  of(newest: S): S {
    this.#newest = newest;
    const keys = Object.keys(newest).join();
    const last = this.#last;
    if (last?.keys === keys && [...this.#wanted].every((key) => Object.is(last.values[key], newest[key])))
      return last.view;
    const values: Partial<S> = {};
    for (const key of this.#wanted) values[key] = newest[key];
    const view = {} as S;
    for (const key of Object.keys(newest) as (keyof S)[])
      Object.defineProperty(view, key, { enumerable: true, get: () => this.#take(values, key) });
    this.#last = { view, values, keys };
    return view;
  }

  /** Once it was read, a field of a view never changes. */
  #take(values: Partial<S>, key: keyof S): S[keyof S] | undefined {
    this.#wanted.add(key);
    if (!(key in values)) values[key] = this.#newest![key];
    return values[key];
  }
}
