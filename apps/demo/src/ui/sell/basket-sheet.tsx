import { useView } from '@refold/react';
import { ChevronUp } from 'lucide-react';
import { type ReactNode, useCallback } from 'react';
import { basket } from '../../shop/basket.ts';
import { formatPence } from '../../shop/money.ts';
import { pricedBasket } from '../../shop/priced-basket.ts';
import { products } from '../../shop/products.ts';
import { Dialog } from '../parts/dialog.tsx';
import { counted } from '../parts/words.ts';

/** The basket on a phone: a bar under the tiles, which opens a sheet. */
export function BasketSheet({
  isOpen,
  onOpen,
  onClose,
  children,
}: {
  isOpen: boolean;
  onOpen: () => void;
  onClose: () => void;
  children: ReactNode;
}): ReactNode {
  const { lines } = useView(basket);
  const { pence, items } = useView(
    products,
    useCallback((rows) => pricedBasket(lines, (sku) => rows.get(sku)), [lines]),
  );
  return (
    <>
      {items > 0 && (
        <div className="basket-bar">
          <button
            type="button"
            className="button button-primary button-charge number"
            aria-haspopup="dialog"
            onClick={onOpen}
          >
            <span>
              Basket <span className="basket-items">{counted(items, 'item')}</span>
            </span>
            <span>{formatPence(pence)}</span>
            <ChevronUp size={18} aria-hidden />
          </button>
        </div>
      )}
      {isOpen && (
        <Dialog title="Basket" isTitleHidden takesScans className="sheet" onClose={onClose}>
          <div className="basket">{children}</div>
        </Dialog>
      )}
    </>
  );
}
