import type { Command, InvalidInput, Outcome, Receipt, Rejection } from '@refold/core';
import { useCallback, useMemo, useState } from 'react';
import { useBinding } from './bindings.ts';
import { useStage } from './use-receipt.ts';

type Args<I> = [I] extends [void] ? [] : [input: I];
type RejectionOf<D> = Extract<D, Rejection> | InvalidInput;

/** The last run of a command by this component. */
export interface LastRun<D> {
  readonly stage: Receipt['stage'] | 'idle';
  readonly rejection: RejectionOf<D> | undefined;
  readonly reset: () => void;
}

/**
 * A function that runs the command, and how its last run fared: its rejection, or how safe its events are. `run` and
 * `reset` keep their identity.
 *
 * @example
 * const [place, { rejection }] = useCommand(placeOrder);
 */
export function useCommand<I, D>(
  command: Command<I, D>,
): readonly [run: (...input: Args<I>) => Outcome<D>, last: LastRun<D>] {
  const binding = useBinding(command);
  const { store } = binding;
  const [outcome, setOutcome] = useState<Outcome<D>>();
  const stage = useStage(binding, outcome?.ok === true ? outcome.receipt : undefined);
  const run = useCallback(
    (...input: Args<I>): Outcome<D> => {
      const next = store.run(command, ...(input as [I] extends [void] ? [] : [input: I]));
      setOutcome(next);
      return next;
    },
    [store, command],
  );
  const reset = useCallback(() => setOutcome(undefined), []);
  const rejection = outcome?.ok === false ? outcome.rejection : undefined;
  return useMemo(() => [run, { stage: stage ?? 'idle', rejection, reset }], [run, stage, rejection, reset]);
}
