import { useView } from '@refold/react';
import { PackageSearch, Plus, Search } from 'lucide-react';
import { type ReactNode, useDeferredValue, useRef, useState } from 'react';
import { WriteButton } from '../history/write-button.tsx';
import { Empty } from '../parts/empty.tsx';
import { useVirtualRows } from '../parts/use-virtual-rows.ts';
import { formatNumber } from '../parts/words.ts';
import { useScans } from '../scan/use-scans.ts';
import { EditDialog } from './edit-dialog.tsx';
import { ProductDialog } from './product-dialog.tsx';
import { ReceiveDialog } from './receive-dialog.tsx';
import { STOCK_FILTERS, type StockFilter, stockList } from './stock-list.ts';
import { StockRow } from './stock-row.tsx';
import './stock.css';

/** The stock of every product, with filters for what runs low, and forms to receive goods. */
export function StockPage(): ReactNode {
  const [text, setText] = useState('');
  const [filter, setFilter] = useState<StockFilter>('all');
  const [receiving, setReceiving] = useState<string>();
  const [editing, setEditing] = useState<string>();
  const [isAdding, setAdding] = useState(false);
  useScans(setText);
  const scroller = useRef<HTMLDivElement>(null);
  const { counts, skus } = useView(stockList(useDeferredValue(text), filter));
  const list = useVirtualRows({
    count: skus.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 68,
    overscan: 6,
  });
  return (
    <div className="stock">
      <header className="stock-head">
        <div className="page-head">
          <h1>Stock</h1>
          <WriteButton className="button" onClick={() => setAdding(true)}>
            <Plus size={18} aria-hidden />
            New product
          </WriteButton>
        </div>
        <label className="search">
          <span className="visually-hidden">Search products by name or code</span>
          <Search size={18} aria-hidden />
          <input
            className="input"
            type="search"
            placeholder="Search by name or code"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </label>
        <fieldset className="chips" aria-label="Show">
          {STOCK_FILTERS.map(({ id, label }) => (
            <button key={id} type="button" className="chip" aria-pressed={id === filter} onClick={() => setFilter(id)}>
              {label} <span className="chip-count">{formatNumber(counts[id])}</span>
            </button>
          ))}
        </fieldset>
      </header>
      <div ref={scroller} className="stock-scroll">
        {skus.length === 0 ? (
          <Empty icon={PackageSearch} title="No product fits">
            <p>{text === '' ? 'There is nothing of this kind.' : `Nothing of this kind is called “${text}”.`}</p>
          </Empty>
        ) : (
          <ol aria-label="Products" className="stock-rows" style={{ height: list.getTotalSize() }}>
            {list.getVirtualItems().map(({ index, start, size }) => {
              const sku = skus[index];
              if (sku === undefined) return null;
              return (
                <li key={sku} className="stock-place" style={{ height: size, translate: `0 ${start}px` }}>
                  <StockRow sku={sku} onReceive={setReceiving} onEdit={setEditing} />
                </li>
              );
            })}
          </ol>
        )}
      </div>
      {receiving !== undefined && <ReceiveDialog sku={receiving} onClose={() => setReceiving(undefined)} />}
      {editing !== undefined && <EditDialog sku={editing} onClose={() => setEditing(undefined)} />}
      {isAdding && <ProductDialog onClose={() => setAdding(false)} />}
    </div>
  );
}
