import { useCommand, useView } from '@refold/react';
import { ShoppingBasket } from 'lucide-react';
import { type ReactNode, useCallback, useState } from 'react';
import { addToBasket, basket, type BasketLine, emptyTheBasket } from '../../shop/basket.ts';
import { formatPence } from '../../shop/money.ts';
import { pricedBasket } from '../../shop/priced-basket.ts';
import { orders } from '../../shop/orders.ts';
import { products } from '../../shop/products.ts';
import { PastNotice } from '../history/past-notice.tsx';
import { useIsPast } from '../history/use-history.ts';
import { WriteButton } from '../history/write-button.tsx';
import { Empty } from '../parts/empty.tsx';
import { counted } from '../parts/words.ts';
import { BasketLineRow } from './basket-line.tsx';
import { CustomerField } from './customer-field.tsx';
import { Refusal } from './refusal.tsx';
import { SaleDone } from './sale-done.tsx';
import type { Counter } from './use-charge.ts';

/** What is being rung up, or the sale that has just been made. */
export function BasketPanel({
  till,
  onCharge,
  onNext,
}: {
  till: Counter;
  onCharge: () => void;
  onNext: () => void;
}): ReactNode {
  const { lines } = useView(basket);
  const [empty] = useCommand(emptyTheBasket);
  const [dropped, setDropped] = useState<readonly BasketLine[]>([]);
  const { sale } = till;
  const isPast = useIsPast();
  const isThere = useView(orders, (rows) => sale !== undefined && rows.get(sale.orderId) !== undefined);
  if (sale !== undefined && (isThere || isPast)) return <SaleDone key={sale.orderId} sale={sale} onNext={onNext} />;
  if (lines.length === 0) {
    return sale === undefined ? (
      <NothingYet title="The basket was cleared" dropped={dropped} onBack={() => setDropped([])} />
    ) : (
      <NothingYet title="The sale was undone" dropped={sale.lines} onBack={till.startNext} />
    );
  }
  const clear = (): void => {
    setDropped(lines);
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
      <PastNotice>This is the past: nothing can be sold there.</PastNotice>
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

/** An empty basket, and what was in it last, if that was taken out by one press. */
function NothingYet({
  title,
  dropped,
  onBack,
}: {
  title: string;
  dropped: readonly BasketLine[];
  onBack: () => void;
}): ReactNode {
  const [put] = useCommand(addToBasket);
  const isPast = useIsPast();
  const putBack = (): void => {
    for (const line of dropped) put(line);
    onBack();
  };
  return (
    <Empty icon={ShoppingBasket} title={dropped.length > 0 ? title : 'The basket is empty'}>
      {dropped.length > 0 ? (
        <WriteButton className="button" onClick={putBack}>
          Put {counted(dropped.length, 'line')} back
        </WriteButton>
      ) : (
        <p>{isPast ? 'Nothing can be sold in the past.' : 'Tap a product, or search for it and press Enter.'}</p>
      )}
    </Empty>
  );
}
