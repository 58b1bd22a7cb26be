import { useStatus } from '@refold/react';
import { type ReactNode, useState } from 'react';
import { faultWords } from '../parts/fault-words.ts';
import { useTill } from '../services/till-context.ts';
import { StartedAnew } from '../parts/reload-notice.tsx';
import { useTillState } from '../services/use-till-state.ts';
import { StartAnewDialog } from './start-anew-dialog.tsx';
import { unsavedCount } from './unsaved-words.ts';
import { useRescue } from './use-rescue.ts';

/** The faults of storage, each with its ways out. */
export function StorageTrouble(): ReactNode {
  const { shop, basket, startAnew } = useTill();
  const ofShop = useStatus({ store: shop });
  const ofBasket = useStatus({ store: basket });
  const isShopLost = ofShop.storage === 'lost';
  // When the shop is lost, a second message about its basket would add nothing.
  const states = isShopLost ? [ofShop] : [ofShop, ofBasket];
  const { isBusy, failed, attempt, retry, saveFile } = useRescue();
  const [isAsking, setAsking] = useState(false);
  const faults = new Set(
    states.flatMap(({ storageError, stopped }) => [storageError, ...stopped.map(({ error }) => error)]),
  );
  faults.delete(undefined);
  const { isStartedAnew } = useTillState();
  const isOn = (...kinds: readonly string[]): boolean => states.some(({ storage }) => kinds.includes(storage));
  const save = ofShop.unsaved + ofBasket.unsaved > 0 && (
    <button type="button" className="button" disabled={isBusy} onClick={() => void saveFile()}>
      {ofShop.unsaved > 0 ? 'Save unsaved sales to a file' : 'Save the basket to a file'}
    </button>
  );
  if (isStartedAnew) {
    return (
      <>
        <StartedAnew />
        {save && (
          <div className="notice notice-bad">
            <p role={failed === undefined ? undefined : 'alert'}>
              {failed === undefined
                ? `${unsavedCount([...shop.storage.unsaved, ...basket.storage.unsaved])} only on this page. Save a file first, and load it under Backup after the reload.`
                : faultWords(failed)}
            </p>
            {save}
          </div>
        )}
      </>
    );
  }
  return (
    <>
      {Array.from(new Set([...faults].map(faultWords)), (words) => (
        <p key={words} className="notice notice-bad">
          {words}
        </p>
      ))}
      {isOn('degraded', 'full', 'blocked', 'lost') && (
        <div className="notice notice-bad">
          <p role={failed === undefined ? undefined : 'alert'}>
            {failed === undefined ? 'Try one of these:' : faultWords(failed)}
          </p>
          <button type="button" className="button" disabled={isBusy} onClick={retry}>
            Try again
          </button>
          {save}
          {isOn('lost') && (
            <button type="button" className="button" disabled={isBusy} onClick={() => setAsking(true)}>
              {isShopLost ? 'Start a new shop…' : 'Start a new basket…'}
            </button>
          )}
        </div>
      )}
      {isAsking && (
        <StartAnewDialog
          what={isShopLost ? 'shop' : 'basket'}
          unsaved={(isShopLost ? shop : basket).storage.unsaved}
          onSave={saveFile}
          onStart={() => {
            setAsking(false);
            void attempt(startAnew);
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}
