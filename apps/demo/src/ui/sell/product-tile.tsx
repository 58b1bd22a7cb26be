import { useView } from '@refold/react';
import { memo, type ReactNode } from 'react';
import { basket } from '../../shop/basket.ts';
import { formatMills } from '../../shop/money.ts';
import { products } from '../../shop/products.ts';
import { useIsPast } from '../services/use-history.ts';
import { useCategoryHue } from './category-hues.ts';
import { stockLevel } from '../stock/stock-level.ts';

/** One product to sell. It redraws only when its row, or its line in the basket, changes. */
export const ProductTile = memo(function ProductTile({
  sku,
  index,
  isActive,
  onAdd,
  onFocusTile,
}: {
  sku: string;
  index: number;
  isActive: boolean;
  onAdd: (sku: string) => void;
  onFocusTile: (index: number) => void;
}): ReactNode {
  const product = useView(products, (rows) => rows.get(sku));
  const qty = useView(basket, ({ lines }) => lines.find((line) => line.sku === sku)?.qty ?? 0);
  const isPast = useIsPast();
  const hue = useCategoryHue(product?.category);
  if (product === undefined) return null;
  const level = stockLevel(product.stock);
  return (
    <button
      type="button"
      className={`tile ${hue === undefined ? '' : 'has-hue'} ${qty > 0 ? 'is-in-basket' : ''} ${level === 'out' ? 'is-out' : ''}`}
      data-index={index}
      data-sku={sku}
      style={hue}
      tabIndex={isActive ? 0 : -1}
      aria-disabled={level === 'out' || isPast ? true : undefined}
      onFocus={() => onFocusTile(index)}
      onClick={() => onAdd(sku)}
    >
      <span className="tile-name">{product.name || sku}</span>
      <span className="tile-foot">
        <span className="tile-price number">{formatMills(product.mills)}</span>
        <StockWord stock={product.stock} />
      </span>
      {qty > 0 && (
        <span className="tile-qty number">
          {qty}
          <span className="visually-hidden"> in the basket</span>
        </span>
      )}
    </button>
  );
});

function StockWord({ stock }: { stock: number | undefined }): ReactNode {
  const level = stockLevel(stock);
  if (level === 'untracked') return null;
  if (level === 'out') return <span className="tile-stock tile-stock-out">Out of stock</span>;
  return <span className={`tile-stock number ${level === 'low' ? 'tile-stock-low' : ''}`}>{stock} left</span>;
}
