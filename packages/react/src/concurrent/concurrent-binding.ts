'use client';
import type { AnyStore, GivenEvent, Readable } from '@refold/core';
import { type StoreState, type StoreStates, storeStates } from '@refold/core/binding';
import { useReducer, useState } from 'react';
import { type Binding, storesOf } from '../bindings.ts';
import { useFromServer } from '../use-from-server.ts';
import { useLayout } from '../use-layout.ts';
import { useWatch } from '../use-watch.ts';
import { MomentContext, useMoment } from './state-context.ts';
import { type Reader, Readers } from './readers.ts';

/**
 * Connects a concurrent provider with the components below it. The provider holds a store state as React state, so
 * React knows which state belongs to which render. An update that changes a component's value triggers an update of
 * that component along with the provider's, so that React renders both together.
 */
export interface ConcurrentBinding extends Binding {
  readonly states: StoreStates;
  readonly context: MomentContext;
  readonly readers: Readers;
}

export function bindConcurrently(store: AnyStore, serverEvents: readonly GivenEvent[] | undefined): ConcurrentBinding {
  const states = storeStates(store);
  const binding: ConcurrentBinding = Object.assign(storesOf(store, serverEvents), {
    states,
    context: new MomentContext(),
    readers: new Readers(states),
    useRead: <R, T>(read: Readable<R>, select?: (value: R) => T, isEqual?: (a: T, b: T) => boolean) =>
      useConcurrentRead(binding, read, select, isEqual),
    useOutside: useOutsideState,
  });
  return binding;
}

function useConcurrentRead<R, T>(
  binding: ConcurrentBinding,
  read: Readable<R>,
  select?: (value: R) => T,
  isEqual: (a: T, b: T) => boolean = Object.is as (a: T, b: T) => boolean,
): T {
  const { states, context, readers } = binding;
  const { watch, onServer } = useWatch(binding, read, select, isEqual);
  const isFromServer = useFromServer();
  const [, touch] = useReducer(increment, 0);
  const [reader] = useState<Reader>(() => ({ touch, last: undefined }));
  const state = useMoment(context, (shown) => shown === states.now);
  const isNewest = state === states.now;
  const now = (): T => (isNewest ? watch.current : states.read(state, read, select));
  const given = isFromServer ? onServer() : now();
  const before = reader.last;
  const value = before !== undefined && isEqual(before.value as T, given) ? (before.value as T) : given;
  // Keep the id, not the state: a component that has not rendered for long would keep old read models alive.
  const id = isNewest && !isFromServer ? state.id : undefined;
  useLayout(() => {
    readers.committed(reader, { id, isEqual, value, read: (at: StoreState) => states.read(at, read, select) });
  });
  useLayout(() => readers.add(reader, watch), [readers, reader, watch]);
  return value;
}

const increment = (n: number): number => n + 1;

/**
 * Reads an external source as React state. With `useSyncExternalStore`, any change that a component shows would make
 * React finish all started renders synchronously.
 */
function useOutsideState<T>(
  subscribe: (listener: () => void) => () => void,
  read: () => T,
  readOnServer: () => T = read,
): T {
  const isFromServer = useFromServer();
  const [seen, see] = useState(() => ({ subscribe, value: isFromServer ? readOnServer() : read() }));
  useLayout(() => {
    // The last value passed to React, which would render once more to find it unchanged.
    let last = seen;
    const look = (): void => {
      const value = read();
      if (last.subscribe !== subscribe || !Object.is(last.value, value)) see((last = { subscribe, value }));
    };
    look();
    return subscribe(look);
    // oxlint-disable-next-line react/exhaustive-deps -- `read` is new in every render, and reads what `subscribe` is of; `seen` is what was rendered with it
  }, [subscribe]);
  return seen.subscribe === subscribe ? seen.value : read();
}
