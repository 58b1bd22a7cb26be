'use client';
import type { AnyStore, GivenEvent } from '@refold/core';
import { type Moment, momentsOf, type Step } from '@refold/core/moments';
import { type ReactNode, useContext, useMemo, useReducer, useState } from 'react';
import { BindingsContext } from '../bindings.ts';
import type { ProviderProps } from '../store-provider.tsx';
import { useLayout } from '../use-layout.ts';
import { useReady } from '../use-ready.ts';
import { bindConcurrently, type ConcurrentBinding } from './concurrent-binding.ts';
import { useProbe } from './moment-context.ts';

/**
 * As `StoreProvider`, for apps that update in transitions. What is run or appended inside `startTransition` is rendered as a
 * transition: it can be interrupted, shows no fallback of Suspense, and is not seen in what is rendered urgently meanwhile.
 * All components show one and the same moment of the read models in each render. The store itself is always the newest:
 * `store.get`, commands, receipts and the status know of no transitions.
 *
 * @example
 * startTransition(() => run({ filter })); // the list may take its time; typing goes on
 */
export function ConcurrentProvider({ store, children, serverEvents }: ProviderProps): ReactNode {
  useReady(store);
  const [given] = useState(serverEvents);
  const above = useContext(BindingsContext);
  const [shown, dispatch] = useReducer(reduce, undefined, () => begin(store, given));
  // Another store: React renders this again at once, before anything below.
  if (shown.binding.store !== store) dispatch({ shown: begin(store, given) });
  const { binding, moment } = shown;
  const bindings = useMemo(() => [binding, ...above], [binding, above]);
  // First, so that connecting knows what is on the screen.
  useLayout(() => binding.readers.shown(moment), [binding, moment]);
  useLayout(
    () =>
      binding.readers.connect(
        (steps) => dispatch({ binding, steps }),
        (now) => dispatch({ shown: { binding, moment: now } }),
      ),
    [binding],
  );
  const { Provider } = binding.context.context;
  return (
    <BindingsContext.Provider value={bindings}>
      <Provider value={moment}>
        <Probe binding={binding} />
        {children}
      </Provider>
    </BindingsContext.Provider>
  );
}

function Probe({ binding }: { readonly binding: ConcurrentBinding }): null {
  useProbe(binding.context);
  return null;
}

interface Shown {
  readonly binding: ConcurrentBinding;
  readonly moment: Moment;
}

type Action = { readonly shown: Shown } | { readonly binding: ConcurrentBinding; readonly steps: readonly Step[] };

const begin = (store: AnyStore, serverEvents: readonly GivenEvent[] | undefined): Shown => ({
  binding: bindConcurrently(store, serverEvents),
  moment: momentsOf(store).now,
});

/** React takes steps in the order it renders them in, and takes them again when it has put others before them. */
function reduce(before: Shown, action: Action): Shown {
  if ('shown' in action) return action.shown;
  const { binding } = before;
  if (action.binding !== binding) return before;
  const moment = action.steps.reduce((from, step) => binding.moments.after(from, step), before.moment);
  return moment === before.moment ? before : { binding, moment };
}
