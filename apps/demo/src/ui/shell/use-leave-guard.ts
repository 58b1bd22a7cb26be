import { useEffect } from 'react';
import { useTill } from '../services/till-context.ts';

/** Asks before the page is left with unsaved sales, or during an import. */
export function useLeaveGuard(): void {
  const { shop, imports, backups } = useTill();
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent): void => {
      const { phase, unsaved } = shop.status;
      const isImporting = imports.state().phase === 'running' || backups.state().phase === 'loading';
      if (isImporting || (phase === 'ready' && unsaved > 0)) event.preventDefault();
    };
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [shop, imports, backups]);
}
