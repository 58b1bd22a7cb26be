import { useSyncExternalStore } from 'react';
import { onMaybeNewDay, today } from '../../app/clock.ts';

/** The shop's date. It changes at midnight, also on a till that is never closed. */
export const useToday = (): string => useSyncExternalStore(onMaybeNewDay, today);
