import { useCommand, useView } from '@refold/react';
import { ShoppingBasket } from 'lucide-react';
import { type ReactNode, useCallback, useState } from 'react';
import { addToBasket, basket, type BasketLine, emptyTheBasket } from '../../shop/basket.ts';
import { formatPence } from '../../shop/money.ts';
import { pricedBasket } from '../../shop/priced-basket.ts';
import { products } from '../../shop/products.ts';
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
  if (till.sale !== undefined) return <SaleDone key={till.sale.orderId} sale={till.sale} onNext={onNext} />;
  if (lines.length === 0) return <NothingYet dropped={dropped} onBack={() => setDropped([])} />;
  const clear = (): void => {
    setDropped(lines);
    till.forgetRejection();
    empty();
  };
  return (
    <>
      <header className="basket-head">
        <h2>Basket</h2>
        <button type="button" className="button button-quiet" onClick={clear}>
          Clear
        </button>
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
      <dl className="basket-total">
        <dt>
          Total <span className="basket-items">{counted(priced.items, 'item')}</span>
        </dt>
        <dd data-testid="basket-total">{formatPence(priced.pence)}</dd>
      </dl>
      <button type="button" className="button button-primary button-charge number" onClick={onCharge}>
        Charge {formatPence(priced.pence)}
        <kbd aria-hidden>F9</kbd>
      </button>
    </footer>
  );
}

function NothingYet({ dropped, onBack }: { dropped: readonly BasketLine[]; onBack: () => void }): ReactNode {
  const [put] = useCommand(addToBasket);
  const putBack = (): void => {
    for (const line of dropped) put(line);
    onBack();
  };
  return (
    <Empty icon={ShoppingBasket} title={dropped.length > 0 ? 'The basket was cleared' : 'The basket is empty'}>
      {dropped.length > 0 ? (
        <button type="button" className="button" onClick={putBack}>
          Put {counted(dropped.length, 'line')} back
        </button>
      ) : (
        <p>Tap a product, or search for it and press Enter.</p>
      )}
    </Empty>
  );
}
