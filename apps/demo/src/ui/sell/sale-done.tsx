import { useReceipt } from '@refold/react';
import { Check, CircleAlert, LoaderCircle } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { formatPence } from '../../shop/money.ts';
import { orderLabel } from '../../shop/order-id.ts';
import type { Order } from '../../shop/orders.ts';
import { WriteButton } from '../history/write-button.tsx';
import { VoidDialog } from '../orders/void-dialog.tsx';
import { counted } from '../parts/words.ts';
import { href } from '../shell/route.ts';
import type { Sale } from './use-charge.ts';

/** The sale that has just been made, and how safe it is by now. */
export function SaleDone({
  sale,
  order,
  onNext,
}: {
  sale: Sale;
  /** Undefined while a time before it is on show. */
  order: Order | undefined;
  onNext: () => void;
}): ReactNode {
  const [isVoiding, setVoiding] = useState(false);
  const stage = useReceipt(sale.receipt);
  const next = useRef<HTMLButtonElement>(null);
  // The button that was pressed is gone, or the sheet has just opened; who has pressed a key in the search stays there.
  useEffect(() => {
    const { activeElement } = document;
    if (activeElement === document.body || (activeElement?.closest('dialog') ?? null) !== null) next.current?.focus();
  }, []);
  return (
    <div className="done">
      <span className="done-mark" aria-hidden>
        <Check size={30} strokeWidth={2.4} />
      </span>
      <h2>Sale complete</h2>
      <p className="done-sum number" data-testid="sale-total">
        {formatPence(sale.pence)}
      </p>
      <p className="done-what">
        {counted(sale.items, 'item')} ·{' '}
        <a href={href('orders', { item: sale.orderId })}>Order {orderLabel(sale.orderId)}</a>
      </p>
      <Stage stage={stage} />
      <button ref={next} type="button" className="button button-primary" onClick={onNext}>
        Next customer
      </button>
      {order !== undefined && (
        <WriteButton className="button button-quiet" onClick={() => setVoiding(true)}>
          Void this sale
        </WriteButton>
      )}
      {isVoiding && order !== undefined && <VoidDialog order={order} onClose={() => setVoiding(false)} />}
    </div>
  );
}

function Stage({ stage }: { stage: Sale['receipt']['stage'] }): ReactNode {
  if (stage === 'memory') {
    return (
      <p className="state" data-stage={stage}>
        <LoaderCircle size={16} aria-hidden /> Saving…
      </p>
    );
  }
  if (stage === 'failed' || stage === 'rejected') {
    return (
      <p className="state state-bad" role="alert" data-stage={stage}>
        <CircleAlert size={16} aria-hidden /> Not saved yet. It is tried again with the next sale; keep this page open.
      </p>
    );
  }
  return (
    <p className="state state-good" data-stage={stage}>
      <Check size={16} aria-hidden /> Saved on this device
    </p>
  );
}
