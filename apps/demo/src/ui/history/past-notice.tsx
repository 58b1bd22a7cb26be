import type { ReactNode } from 'react';
import { useTill } from '../services/till-context.ts';
import { useIsPast } from '../services/use-history.ts';

/** Replaces a form that cannot be used in the past, and says so. */
export function PastNotice({ children }: { children: ReactNode }): ReactNode {
  const { history } = useTill();
  if (!useIsPast()) return null;
  return (
    <div className="notice notice-past">
      <p>{children}</p>
      <button type="button" className="button" onClick={history.backToNow}>
        Back to now
      </button>
    </div>
  );
}
