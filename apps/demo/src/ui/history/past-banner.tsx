import { History } from 'lucide-react';
import { type ReactNode, useEffect } from 'react';
import { useAnnounce } from '../parts/announcer.tsx';
import { useKeys } from '../parts/use-keys.ts';
import { useTill } from '../services/till-context.ts';
import { shownWords } from './shown-words.ts';
import { useHistory } from '../services/use-history.ts';

/** Says that the page shows the past, and how to return: one button, one key. */
export function PastBanner(): ReactNode {
  const { history } = useTill();
  const shownMs = useHistory((state) => state.shownMs);
  const isPast = shownMs !== undefined;
  const announce = useAnnounce();
  useEffect(() => {
    if (!isPast) return;
    announce('Viewing the past. Nothing can be changed; Escape goes back to now.');
    return () => announce('Back to now');
  }, [isPast, announce]);
  useKeys({ Escape: () => (isPast ? history.backToNow() : false) });
  if (!isPast) return null;
  return (
    <section className="past-banner" aria-label="Viewing the past" data-shown={new Date(shownMs).toISOString()}>
      <History size={18} aria-hidden />
      <p>
        <span className="past-banner-word">Viewing </span>
        <strong className="number">{shownWords(shownMs)}</strong>
      </p>
      <button type="button" className="button past-back" onClick={history.backToNow}>
        Back to now
        <kbd aria-hidden>Esc</kbd>
      </button>
    </section>
  );
}
