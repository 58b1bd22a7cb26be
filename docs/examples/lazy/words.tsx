import type { AnyStore } from '@refold/core';
import { useStatus } from '@refold/react';
import { lazy } from 'react';

/** The page. Its code is loaded, and its read model folded, when it is first shown. */
export const lazyWords = (store: AnyStore) =>
  lazy(async () => {
    const page = await import('./words-page.tsx');
    await store.attach(page.words);
    return page;
  });

/** Shows how far the fold is. */
export function Folding() {
  const { progress } = useStatus();
  return <progress value={progress?.done ?? 0} max={progress?.of ?? 1} />;
}
