import { useCommand, useView } from '@refold/react';
import { ShoppingBasket } from 'lucide-react';
import { type ReactNode, useCallback } from 'react';
import { addToBasket, basket, type BasketLine, emptyTheBasket } from '../../shop/basket.ts';
import { formatPence } from '../../shop/money.ts';
import { pricedBasket } from '../../shop/priced-basket.ts';
import { orders } from '../../shop/orders.ts';
import { products } from '../../shop/products.ts';
import { PastNotice } from '../history/past-notice.tsx';
import { useIsPast } from '../services/use-history.ts';
import { WriteButton } from '../history/write-button.tsx';
import { Empty } from '../parts/empty.tsx';
import { counted } from '../parts/words.ts';
import { useTill } from '../services/till-context.ts';
import { buttonWords } from '../undo/undo-words.ts';
import { useUndoing } from '../undo/use-undoing.ts';
import { BasketLineRow } from './basket-line.tsx';
import { CustomerField } from './customer-field.tsx';
import { Refusal } from './refusal.tsx';
import { SaleDone } from './sale-done.tsx';
import type { Counter } from './use-charge.ts';

/** The basket, or the sale that has just been made. */
export function BasketPanel({
  till,
  onCharge,
  onNext,
}: {
  till: Counter;
  onCharge: () => void;
  onNext: () => void;
}): ReactNode {
  const { lines, isBegun } = useView(basket);
  const [empty] = useCommand(emptyTheBasket);
  const { sale } = till;
  const isPast = useIsPast();
  const order = useView(orders, (rows) => (sale === undefined ? undefined : rows.get(sale.orderId)));
  if (sale !== undefined && (isPast || order?.status === 'open')) {
    return <SaleDone key={sale.orderId} sale={sale} order={order} onNext={onNext} />;
  }
  if (lines.length === 0) {
    if (sale !== undefined) return <SaleVoided lines={sale.lines} onBack={till.startNext} />;
    return isBegun ? <NothingLeft /> : <NothingYet />;
  }
  const clear = (): void => {
    till.forgetRejection();
    empty();
  };
  return (
    <>
      <header className="basket-head">
        <h2>Basket</h2>
        <WriteButton className="button button-quiet" onClick={clear}>
          Clear
        </WriteButton>
      </header>
      <ol className="basket-lines" aria-label="Lines">
        {lines.map(({ sku, qty }) => (
          <BasketLineRow key={sku} sku={sku} qty={qty} />
        ))}
      </ol>
      <BasketFoot till={till} onCharge={onCharge} lines={lines} />
    </>
  );
}

function BasketFoot({
  till,
  lines,
  onCharge,
}: {
  till: Counter;
  lines: readonly BasketLine[];
  onCharge: () => void;
}): ReactNode {
  const priced = useView(
    products,
    useCallback((rows) => pricedBasket(lines, (sku) => rows.get(sku)), [lines]),
  );
  return (
    <footer className="basket-foot">
      <CustomerField />
      {till.rejection !== undefined && <Refusal rejection={till.rejection} onDone={till.forgetRejection} />}
      <PastNotice>You’re viewing the past. Return to now to sell.</PastNotice>
      <dl className="basket-total">
        <dt>
          Total <span className="basket-items">{counted(priced.items, 'item')}</span>
        </dt>
        <dd data-testid="basket-total">{formatPence(priced.pence)}</dd>
      </dl>
      <WriteButton className="button button-primary button-charge number" onClick={onCharge}>
        Charge {formatPence(priced.pence)}
        <kbd aria-hidden>F9</kbd>
      </WriteButton>
    </footer>
  );
}

function NothingYet(): ReactNode {
  const isPast = useIsPast();
  return (
    <Empty icon={ShoppingBasket} title="The basket is empty">
      <p>{isPast ? 'Nothing can be sold in the past.' : 'Tap a product, scan it, or search for it and press Enter.'}</p>
    </Empty>
  );
}

/** An empty basket. If it was just cleared, a button brings its lines back. */
function NothingLeft(): ReactNode {
  const { state, act } = useUndoing();
  if (!state.canUndo) return <NothingYet />;
  return (
    <Empty icon={ShoppingBasket} title="The basket is empty">
      <WriteButton className="button" onClick={() => act('undo')}>
        {buttonWords('undo', state.undoLabel)}
      </WriteButton>
    </Empty>
  );
}

/** A voided sale, whose lines can go back into the basket. */
function SaleVoided({ lines, onBack }: { lines: readonly BasketLine[]; onBack: () => void }): ReactNode {
  const [put] = useCommand(addToBasket);
  const { shop } = useTill();
  const putBack = (): void => {
    for (const line of lines) put({ ...line, name: shop.get(products).get(line.sku)?.name });
    onBack();
  };
  return (
    <Empty icon={ShoppingBasket} title="The sale was voided">
      <WriteButton className="button" onClick={putBack}>
        Put {counted(lines.length, 'line')} back
      </WriteButton>
    </Empty>
  );
}
