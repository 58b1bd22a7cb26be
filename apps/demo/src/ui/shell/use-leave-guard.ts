import { useEffect } from 'react';
import { useTill } from '../till-context.ts';

/** Asks before the page is left while sales are in memory alone. */
export function useLeaveGuard(): void {
  const { shop } = useTill();
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent): void => {
      const { phase, pending } = shop.status;
      if (phase === 'ready' && pending > 0) event.preventDefault();
    };
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [shop]);
}
