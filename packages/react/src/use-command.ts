'use client';
import type { Command, InputOf, Outcome, Receipt } from '@refold/core';
import { useCallback, useMemo, useState } from 'react';
import { useBindingOf } from './bindings.ts';
import { useFields } from './use-fields.ts';

type RejectionOf<D> = Extract<Outcome<D>, { readonly ok: false }>['rejection'];

/** The last run of a command by this component. */
export interface LastRun<D> {
  readonly stage: Receipt['stage'] | 'idle';
  readonly rejection: RejectionOf<D> | undefined;
  readonly reset: () => void;
}

/**
 * Returns a function that runs the command, and the state of its last run: its rejection, or the durability of its
 * events. A component renders for `stage` and `rejection` only if it reads them. `run` and `reset` keep their identity.
 *
 * @example
 * const [place, { rejection }] = useCommand(placeOrder);
 */
export function useCommand<I, D>(
  command: Command<I, D>,
): readonly [run: (...input: InputOf<I>) => Outcome<D>, last: LastRun<D>] {
  const binding = useBindingOf(command);
  const { store } = binding;
  const [runs] = useState(() => new Runs<D>());
  const last = useFields(binding, runs.subscribe, runs.last);
  const run = useCallback(
    (...input: InputOf<I>): Outcome<D> => {
      const outcome = store.run(command, ...input);
      runs.put(outcome);
      return outcome;
    },
    [store, command, runs],
  );
  return useMemo(() => [run, last], [run, last]);
}

/** The last outcome of a component's runs. Subscribes to its receipt only while it has a listener. */
class Runs<D> {
  #outcome: Outcome<D> | undefined;
  #endFollowing: (() => void) | undefined;
  readonly #listeners = new Set<() => void>();

  readonly last = (): LastRun<D> => {
    const outcome = this.#outcome;
    const rejection = outcome?.ok === false ? outcome.rejection : undefined;
    return { stage: outcome?.ok === true ? outcome.receipt.stage : 'idle', rejection, reset: this.#reset };
  };

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    this.#follow();
    return () => {
      this.#listeners.delete(listener);
      this.#follow();
    };
  };

  put(outcome: Outcome<D> | undefined): void {
    this.#outcome = outcome;
    this.#follow();
    this.#tell();
  }

  readonly #reset = (): void => this.put(undefined);

  readonly #tell = (): void => this.#listeners.forEach((listener) => listener());

  #follow(): void {
    this.#endFollowing?.();
    const receipt = this.#outcome?.ok === true ? this.#outcome.receipt : undefined;
    this.#endFollowing = this.#listeners.size > 0 ? receipt?.subscribe(this.#tell) : undefined;
  }
}
