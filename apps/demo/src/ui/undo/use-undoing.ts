import type { Undo, UndoState } from '@refold/core/undo';
import { useView } from '@refold/react';
import { useCallback, useSyncExternalStore } from 'react';
import { basket } from '../../shop/basket.ts';
import { useMayWrite } from '../history/use-may-write.ts';
import { type Toast, useToast } from '../parts/toaster.tsx';
import { useRoute } from '../services/use-route.ts';
import { useTill } from '../services/till-context.ts';
import { type Direction, undoWords } from './undo-words.ts';

export interface Undoing {
  readonly state: UndoState;
  /** Undoes or redoes, reports the outcome in a toast, and offers the way back. */
  readonly act: (direction: Direction) => void;
  /** The same for a key, which shows no label first: on Sell it applies only to the basket. */
  readonly actByKey: (direction: Direction) => void;
}

/**
 * Undo and redo for the page on show: on Sell, the actions on the basket since the last sale; elsewhere, the last
 * action in the shop. A sale itself is never undone. It is voided where it is on screen.
 */
export function useUndoing(): Undoing {
  const { undo } = useTill();
  const mayWrite = useMayWrite();
  const isSelling = useRoute().page === 'sell';
  const isBegun = useView(basket, (now) => now.isBegun);
  const kept = useUndoState('basket');
  const shop = useUndoState('shop');
  const ofBasket = { undo: isSelling && isBegun, redo: isSelling && kept.canRedo };
  const back = ofBasket.undo ? kept : shop;
  const on = ofBasket.redo ? kept : shop;
  const act = useActOn();
  const toast = useToast();
  const actHere = (direction: Direction): void => act(direction, ofBasket[direction] ? undo.basket : undo.shop);
  return {
    state: {
      canUndo: back.canUndo,
      canRedo: on.canRedo,
      ...(back.undoLabel !== undefined && { undoLabel: back.undoLabel }),
      ...(on.redoLabel !== undefined && { redoLabel: on.redoLabel }),
    },
    act: actHere,
    actByKey(direction) {
      if (!isSelling || ofBasket[direction]) actHere(direction);
      else if (mayWrite()) toast({ text: `There is nothing to ${direction} in the basket` });
    },
  };
}

/** The offer to undo the last action in the shop, for its toast. */
export function useUndoOffer(): NonNullable<Toast['action']> {
  const { undo } = useTill();
  const act = useActOn();
  return { label: 'Undo', run: () => act('undo', undo.shop) };
}

function useActOn(): (direction: Direction, undoer: Undo) => void {
  const toast = useToast();
  const mayWrite = useMayWrite();
  return useCallback(
    function act(direction, undoer) {
      if (!mayWrite()) return;
      const outcome = undoer[direction]();
      toast({
        text: undoWords(direction, outcome),
        ...(outcome.ok && {
          action:
            direction === 'undo'
              ? { label: 'Redo', run: () => act('redo', undoer) }
              : { label: 'Undo', run: () => act('undo', undoer) },
        }),
      });
    },
    [toast, mayWrite],
  );
}

function useUndoState(of: 'shop' | 'basket'): UndoState {
  const undoer = useTill().undo[of];
  const subscribe = useCallback((listener: () => void) => undoer.subscribe(listener), [undoer]);
  return useSyncExternalStore(subscribe, () => undoer.state);
}
