import type { TabPlatform } from './platform.ts';

/** Milliseconds until a count after a tab has come or gone: by then it has taken or released its lock. */
const SOON_MS = 200;
/** Milliseconds between two counts. A tab that crashes gives no sign. */
const AGAIN_MS = 10_000;

export interface TabCount {
  readonly soon: () => void;
  readonly pause: () => void;
  readonly stop: () => void;
}

/** Counts the open tabs soon after one may have come or gone and, while it is worthwhile, every ten seconds. */
export function countTabs({
  platform,
  name,
  isWorthwhile,
  onCount,
  onFault,
}: {
  readonly platform: TabPlatform;
  readonly name: string;
  readonly isWorthwhile: () => boolean;
  readonly onCount: (tabs: number) => void;
  readonly onFault: (fault: unknown) => void;
}): TabCount {
  const presence = platform.presence(`${name}:tabs`);
  let cancel: (() => void) | undefined;
  let isStopped = presence === undefined;
  const pause = (): void => cancel?.();
  const plan = (ms: number): void => {
    pause();
    if (!isStopped) cancel = platform.after(ms, count);
  };
  const count = (): void => {
    presence?.count().then(
      (tabs) => {
        if (isStopped) return;
        onCount(tabs);
        if (isWorthwhile()) plan(AGAIN_MS);
      },
      (fault: unknown) => {
        if (!isStopped) onFault(fault);
      },
    );
  };
  return {
    soon: () => plan(SOON_MS),
    pause,
    stop() {
      isStopped = true;
      pause();
      presence?.stop();
    },
  };
}
