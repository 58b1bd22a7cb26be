'use client';
import { useSyncExternalStore } from 'react';

/**
 * Whether a component is rendered on a server, or for the first time on a page that comes from there: also one that comes to
 * life later than the page.
 */
export const useFromServer = (): boolean => useSyncExternalStore(never, isNot, is);

const never = () => nothing;
const nothing = (): void => undefined;
const is = (): boolean => true;
const isNot = (): boolean => false;
