import { useCommand, useView } from '@refold/react';
import { Minus, Plus, Trash2 } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import { setQuantity } from '../../shop/basket.ts';
import { formatMills, formatPence, linePence, MAX_QTY } from '../../shop/money.ts';
import { products } from '../../shop/products.ts';
import { WriteButton } from '../history/write-button.tsx';
import { useAnnounce } from '../parts/announcer.tsx';

/** A line of the basket, with a field for its quantity. */
export const BasketLineRow = memo(function BasketLineRow({ sku, qty }: { sku: string; qty: number }): ReactNode {
  const product = useView(products, (rows) => rows.get(sku));
  const [set] = useCommand(setQuantity);
  const announce = useAnnounce();
  const name = product?.name || sku;
  const stock = product?.stock;
  const most = Math.min(stock ?? MAX_QTY, MAX_QTY);
  const change = (to: number): void => {
    set({ sku, name, qty: Math.max(0, to) });
    announce(to <= 0 ? `${name} removed` : `${to} of ${name}`);
  };
  return (
    <li className="line" data-sku={sku}>
      <div className="line-what">
        <span className="line-name">{name}</span>
        <span className="line-price">
          {product === undefined ? 'No longer in the catalogue' : `${formatMills(product.mills)} each`}
          {stock !== undefined && stock < qty && (
            <span className="badge badge-warn">{stock <= 0 ? 'Out of stock' : `Only ${stock} left`}</span>
          )}
        </span>
      </div>
      <fieldset className="stepper" aria-label={`Quantity of ${name}`}>
        <WriteButton
          className="icon-button"
          aria-label={qty === 1 ? `Remove ${name}` : `One less of ${name}`}
          onClick={() => change(qty - 1)}
        >
          {qty === 1 ? <Trash2 size={16} aria-hidden /> : <Minus size={16} aria-hidden />}
        </WriteButton>
        <output className="stepper-qty">{qty}</output>
        <WriteButton
          className="icon-button"
          aria-label={`One more of ${name}`}
          disabled={qty >= most}
          onClick={() => change(qty + 1)}
        >
          <Plus size={16} aria-hidden />
        </WriteButton>
      </fieldset>
      <span className="line-amount number">
        {product === undefined ? '–' : formatPence(linePence(qty, product.mills))}
      </span>
    </li>
  );
});
