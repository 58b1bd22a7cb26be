import { type ReactNode, useEffect, useState } from 'react';
import { useTill } from '../services/till-context.ts';

/** Whether the browser keeps the shop when space runs out. A button asks it to, and the answer is shown. */
export function KeepShop(): ReactNode {
  const { persist } = useTill().shop.storage;
  const [isKept, setKept] = useState<boolean>();
  const [wasAsked, setAsked] = useState(false);
  useEffect(() => {
    // Not every browser can tell. Then nothing is shown.
    void navigator.storage?.persisted?.().then(setKept);
  }, []);
  const ask = async (): Promise<void> => {
    setKept(await persist());
    setAsked(true);
  };
  if (isKept === undefined) return null;
  const answer = isKept
    ? 'The browser has agreed to keep this shop, even when the device runs out of space.'
    : wasAsked
      ? 'The browser has not agreed. Browsers usually agree once Till is installed. Meanwhile, keep a backup.'
      : 'The browser may delete this shop when the device runs out of space. You can ask it not to.';
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
