import type { AnyStore } from '@refold/core';
import { useStatus } from '@refold/react';
import { lazy } from 'react';

/** The page, loaded and folded from the log when it is shown for the first time. */
export const lazyWords = (store: AnyStore) =>
  lazy(async () => {
    const page = await import('./words-page.tsx');
    await store.attach(page.words);
    return page;
  });

/** How far the folding is. */
export function Folding() {
  const { progress } = useStatus();
  return <progress value={progress?.done ?? 0} max={progress?.of ?? 1} />;
}
