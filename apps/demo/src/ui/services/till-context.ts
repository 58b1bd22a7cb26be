import { createContext, use } from 'react';
import type { Till } from '../../app/open-till.ts';

export const TillContext = createContext<Till | undefined>(undefined);

/** The shop, the basket and the import, for what the hooks of the stores do not give. */
export function useTill(): Till {
  const till = use(TillContext);
  if (till === undefined)
    throw new Error('There is no till here: put <TillContext value={till}> above this component.');
  return till;
}
