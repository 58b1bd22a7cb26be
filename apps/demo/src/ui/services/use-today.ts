import { useSyncExternalStore } from 'react';
import { onMaybeNewDay, today } from '../../app/clock.ts';

/** The shop's date. It changes at midnight, even while Till stays open. */
export const useToday = (): string => useSyncExternalStore(onMaybeNewDay, today);
