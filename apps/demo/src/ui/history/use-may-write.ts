import { useCallback } from 'react';
import { useToast } from '../parts/toaster.tsx';
import { useTill } from '../services/till-context.ts';
import { shownWords } from './shown-words.ts';

/** The reason why nothing can be changed, as the title of disabled controls. */
export const PAST_REASON = 'You are viewing the past. Go back to now first.';

/** Whether the shop can be changed now. If not, it shows the reason and a button back to now. */
export function useMayWrite(): () => boolean {
  const { history } = useTill();
  const toast = useToast();
  return useCallback(() => {
    const { shownMs } = history.state();
    if (shownMs === undefined) return true;
    toast({
      text: `You are viewing ${shownWords(shownMs)}. Nothing can be changed.`,
      action: { label: 'Back to now', run: history.backToNow },
    });
    return false;
  }, [history, toast]);
}
