'use client';
import { useSyncExternalStore } from 'react';

/**
 * Whether a component renders on a server, or in the first render of a page from a server. That also holds for a part
 * that hydrates later than the page.
 */
export const useFromServer = (): boolean => useSyncExternalStore(never, isNot, is);

const never = () => nothing;
const nothing = (): void => undefined;
const is = (): boolean => true;
const isNot = (): boolean => false;
