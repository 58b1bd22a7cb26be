import { createContext, use } from 'react';
import type { Till } from '../../app/open-till.ts';

export const TillContext = createContext<Till | undefined>(undefined);

/** The shop, the basket and the services of Till. */
export function useTill(): Till {
  const till = use(TillContext);
  if (till === undefined) throw new Error('Till is missing: render this component inside <TillContext value={till}>.');
  return till;
}
