import { useStatus } from '@refold/react';
import { type ReactNode, useState } from 'react';
import { basket } from '../../shop/basket.ts';
import { products } from '../../shop/products.ts';
import { faultWords } from '../parts/fault-words.ts';
import { useTill } from '../till-context.ts';
import { download, unsavedFile } from './log-file.ts';

/** What is wrong with storage, and every way on from there. */
export function StorageTrouble(): ReactNode {
  const { shop, basket: kept, startAnew } = useTill();
  const ofShop = useStatus(products);
  const ofBasket = useStatus(basket);
  const isShopLost = ofShop.storage === 'lost';
  // When the shop is gone, that its basket is gone too needs no words.
  const states = isShopLost ? [ofShop] : [ofShop, ofBasket];
  const [isBusy, setBusy] = useState(false);
  const [failed, setFailed] = useState<unknown>();
  const faults = new Set(
    states.flatMap(({ storageError, stopped }) => [storageError, ...stopped.map(({ error }) => error)]),
  );
  faults.delete(undefined);
  const isOn = (...kinds: readonly string[]): boolean => states.some(({ storage }) => kinds.includes(storage));
  const attempt = (work: () => Promise<void>): void => {
    setBusy(true);
    setFailed(undefined);
    void work()
      .catch(setFailed)
      .finally(() => setBusy(false));
  };
  // What fails again shows among the faults.
  const retry = async (): Promise<void> =>
    void (await Promise.allSettled([shop.storage.retry(), kept.storage.retry()]));
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
            {failed === undefined ? 'What can be done:' : faultWords(failed)}
          </p>
          <button type="button" className="button" disabled={isBusy} onClick={() => attempt(retry)}>
            Try again
          </button>
          <button
            type="button"
            className="button"
            disabled={isBusy}
            onClick={() => attempt(async () => download(await unsavedFile(shop, new Date())))}
          >
            Keep what is not saved in a file
          </button>
          {isOn('lost') && (
            <button type="button" className="button" disabled={isBusy} onClick={() => attempt(startAnew)}>
              {isShopLost ? 'Start a new shop' : 'Start a new basket'}
            </button>
          )}
        </div>
      )}
    </>
  );
}
