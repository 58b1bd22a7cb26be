'use client';
import type { Receipt } from '@refold/core';
import { useCallback, useContext } from 'react';
import { type Binding, BindingsContext } from './bindings.ts';
import { useNewest } from './store-provider.tsx';

/**
 * Returns the stage of a commit; undefined without a receipt. Renders again when it changes. Needs no provider.
 *
 * @example
 * const stage = useReceipt(outcome?.ok ? outcome.receipt : undefined); // 'memory', then 'stored'
 */
export function useReceipt(receipt: Receipt): Receipt['stage'];
export function useReceipt(receipt: Receipt | undefined): Receipt['stage'] | undefined;
export function useReceipt(receipt: Receipt | undefined): Receipt['stage'] | undefined {
  const binding = useContext(BindingsContext)[0] ?? ANYWHERE;
  const subscribe = useCallback((listener: () => void) => receipt?.subscribe(listener) ?? nothing, [receipt]);
  return binding.useOutside(subscribe, () => receipt?.stage);
}

const ANYWHERE: Pick<Binding, 'useOutside'> = { useOutside: useNewest };
const nothing = (): void => undefined;
