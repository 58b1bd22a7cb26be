import { useStatus, useView } from '@refold/react';
import { type ReactNode, useEffect, useState } from 'react';
import { orders } from '../../shop/orders.ts';
import { TillFacts } from '../parts/till-facts.tsx';
import { counted, formatBytes, formatNumber } from '../parts/words.ts';
import { DropHistory } from './drop-history.tsx';
import { KeepShop } from './keep-shop.tsx';
import { StorageTrouble } from './storage-trouble.tsx';
import { useTill } from '../services/till-context.ts';
import { useTillState } from '../services/use-till-state.ts';

/** What this device stores, and whether it is safe. */
export function StorageSection(): ReactNode {
  const till = useTill();
  const shop = useStatus({ store: till.shop });
  const orderCount = useView(orders, (rows) => rows.size);
  const used = useUsedBytes(shop.unsaved);
  const { save, tabs } = useTillState();
  return (
    <section className="card data-card" aria-labelledby="storage-title">
      <h2 id="storage-title">On this device</h2>
      <dl className="result-facts">
        <TillFacts save={save} tabs={tabs} />
        <div data-fact="orders">
          <dt>Orders</dt>
          <dd>{formatNumber(orderCount)}</dd>
        </div>
        <div>
          <dt>Space used</dt>
          <dd>{used === undefined ? '–' : formatBytes(used)}</dd>
        </div>
        {shop.skipped > 0 && (
          <div>
            <dt>Unknown</dt>
            <dd>{counted(shop.skipped, 'entry', 'entries')}, kept for a newer version of Till</dd>
          </div>
        )}
      </dl>
      <StorageTrouble />
      <KeepShop />
      <p className="data-note">
        Orders, stock and the basket are stored only in this browser. Clearing the site’s data deletes them.
      </p>
      <DropHistory />
    </section>
  );
}

/** The space that the site uses, measured again when `occasion` changes. */
function useUsedBytes(occasion: unknown): number | undefined {
  const [used, setUsed] = useState<number>();
  useEffect(() => {
    let isWanted = true;
    // Not every browser can tell. Then nothing is shown.
    void navigator.storage?.estimate().then(({ usage }) => {
      if (isWanted) setUsed(usage);
    });
    return () => {
      isWanted = false;
    };
  }, [occasion]);
  return used;
}
