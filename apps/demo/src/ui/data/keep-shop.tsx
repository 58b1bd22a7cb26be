import { type ReactNode, useEffect, useState } from 'react';
import { useTill } from '../services/till-context.ts';

/** Whether the browser keeps the shop when space runs out, a way to ask it to, and what it has answered. */
export function KeepShop(): ReactNode {
  const { persist } = useTill().shop.storage;
  const [isKept, setKept] = useState<boolean>();
  const [wasAsked, setAsked] = useState(false);
  useEffect(() => {
    // Not every browser tells; then there is nothing to show.
    void navigator.storage?.persisted?.().then(setKept);
  }, []);
  const ask = async (): Promise<void> => {
    setKept(await persist());
    setAsked(true);
  };
  if (isKept === undefined) return null;
  const answer = isKept
    ? 'The browser has agreed to keep this shop when the device runs out of space.'
    : wasAsked
      ? 'The browser has not agreed. It does so more readily once a site is installed or visited often. A backup is safe in any case.'
      : 'The browser may clear this shop when the device runs out of space. It can be asked not to.';
  return (
    <div className="notice">
      <p aria-live="polite" data-testid="kept">
        {answer}
      </p>
      {!isKept && (
        <button type="button" className="button" onClick={() => void ask()}>
          {wasAsked ? 'Ask it again' : 'Ask it to keep the shop'}
        </button>
      )}
    </div>
  );
}
