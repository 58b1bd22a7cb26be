import { useCallback } from 'react';
import { useToast } from '../parts/toaster.tsx';
import { useTill } from '../services/till-context.ts';
import { shownWords } from './shown-words.ts';

/** Why nothing can be changed just now, for the title of what cannot be pressed. */
export const PAST_REASON = 'Not while you are viewing the past: go back to now first';

/** Whether the shop can be changed now. When it cannot, the person is told why, and offered the way back. */
export function useMayWrite(): () => boolean {
  const { history } = useTill();
  const toast = useToast();
  return useCallback(() => {
    const { shownMs } = history.state();
    if (shownMs === undefined) return true;
    toast({
      text: `You are viewing ${shownWords(shownMs)}. Nothing can be changed there.`,
      action: { label: 'Back to now', run: history.backToNow },
    });
    return false;
  }, [history, toast]);
}
