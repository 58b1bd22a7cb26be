'use client';
import { useState } from 'react';
import type { Binding } from './bindings.ts';

/**
 * Reads some fields of an external object. The component renders again only when a field that it has read changes. Then
 * the result is a new object; until then it is identical, so dependent memos, such as those of the React Compiler, are
 * never stale. A field read for the first time has its current value.
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

  /** The identical object until a field that was read changes, or there are other fields. */
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

  /** Once read, a field of a result never changes. */
  #take(values: Partial<S>, key: keyof S): S[keyof S] | undefined {
    this.#wanted.add(key);
    if (!(key in values)) values[key] = this.#newest![key];
    return values[key];
  }
}
