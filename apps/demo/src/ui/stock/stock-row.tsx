import { useView } from '@refold/react';
import { Pencil } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import { formatMills } from '../../shop/money.ts';
import { products } from '../../shop/products.ts';
import { WriteButton } from '../history/write-button.tsx';
import { counted, formatNumber } from '../parts/words.ts';
import { stockLevel } from './stock-level.ts';

/** One product with its stock. It redraws only when that product changes. */
export const StockRow = memo(function StockRow({
  sku,
  onReceive,
  onEdit,
}: {
  sku: string;
  onEdit: (sku: string) => void;
  onReceive: (sku: string) => void;
}): ReactNode {
  const product = useView(products, (rows) => rows.get(sku));
  if (product === undefined) return null;
  return (
    <div className="stock-row">
      <div className="stock-what">
        <span className="stock-name">{product.name || sku}</span>
        <span className="stock-more">
          {sku} · {formatMills(product.mills)}
          {product.sold !== 0 && <span className="stock-sold"> · {formatNumber(product.sold)} sold</span>}
        </span>
      </div>
      <Level stock={product.stock} />
      <WriteButton
        className="icon-button"
        aria-label={`Edit ${product.name || sku}`}
        title="Edit"
        onClick={() => onEdit(sku)}
      >
        <Pencil size={18} aria-hidden />
      </WriteButton>
      <WriteButton className="button" aria-label={`Receive ${product.name || sku}`} onClick={() => onReceive(sku)}>
        Receive
      </WriteButton>
    </div>
  );
});

function Level({ stock }: { stock: number | undefined }): ReactNode {
  const level = stockLevel(stock);
  if (level === 'untracked') return <span className="stock-level is-untracked">Not counted</span>;
  const word = level === 'out' ? 'badge badge-bad' : level === 'low' ? 'badge badge-warn' : undefined;
  return (
    <span className="stock-level">
      <span className="stock-number number">{formatNumber(stock ?? 0)}</span>
      {word !== undefined && <span className={word}>{level === 'out' ? 'Out' : 'Low'}</span>}
      <span className="visually-hidden">{counted(stock ?? 0, 'piece')} in stock</span>
    </span>
  );
}
