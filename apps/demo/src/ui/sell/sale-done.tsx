import type { StoreStatus } from '@refold/core';
import { useReceipt, useStatus } from '@refold/react';
import { Check, CircleAlert, LoaderCircle } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { formatPence } from '../../shop/money.ts';
import { orderLabel } from '../../shop/order-id.ts';
import type { Order } from '../../shop/orders.ts';
import { unsavedWords } from '../data/unsaved-words.ts';
import { useRescue } from '../data/use-rescue.ts';
import { faultWords } from '../parts/fault-words.ts';
import { useTill } from '../services/till-context.ts';
import { WriteButton } from '../history/write-button.tsx';
import { VoidDialog } from '../orders/void-dialog.tsx';
import { counted } from '../parts/words.ts';
import { href } from '../../app/route.ts';
import type { Sale } from './use-charge.ts';

/** The sale that has just been made, and whether it is saved yet. */
export function SaleDone({
  sale,
  order,
  onNext,
}: {
  sale: Sale;
  /** Undefined while an earlier time is on show. */
  order: Order | undefined;
  onNext: () => void;
}): ReactNode {
  const [isVoiding, setVoiding] = useState(false);
  const stage = useReceipt(sale.receipt);
  const { storage, unsaved } = useStatus({ store: useTill().shop });
  const next = useRef<HTMLButtonElement>(null);
  // The pressed button is gone, or the sheet has just opened. After a key in the search, the focus stays there.
  useEffect(() => {
    const { activeElement } = document;
    if (activeElement === document.body || (activeElement?.closest('dialog') ?? null) !== null) next.current?.focus();
  }, []);
  const isUnsaved = (stage === 'failed' || stage === 'rejected') && unsaved > 0;
  const isSaved = !isUnsaved && stage !== 'memory';
  return (
    <div className="done" data-stage={isUnsaved ? 'failed' : stage}>
      <span className={`done-mark ${isUnsaved ? 'is-unsaved' : isSaved ? 'is-saved' : ''}`} aria-hidden>
        {isUnsaved ? <CircleAlert size={30} strokeWidth={2} /> : <Check size={30} strokeWidth={2.4} />}
      </span>
      <h2>{isUnsaved ? 'Sale made, not saved' : 'Sale complete'}</h2>
      <p className="done-sum number" data-testid="sale-total">
        {formatPence(sale.pence)}
      </p>
      <p className="done-what">
        {counted(sale.items, 'item')} ·{' '}
        <a href={href('orders', { item: sale.orderId })}>Order {orderLabel(sale.orderId)}</a>
      </p>
      {isUnsaved ? <Unsaved storage={storage} /> : <Saving isSaved={isSaved} />}
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

function Saving({ isSaved }: { isSaved: boolean }): ReactNode {
  return isSaved ? (
    <p className="state state-good">
      <Check size={16} aria-hidden /> Saved on this device
    </p>
  ) : (
    <p className="state">
      <LoaderCircle size={16} aria-hidden /> Saving…
    </p>
  );
}

/** Why the sale is not saved, and what to do about it here. */
function Unsaved({ storage }: { storage: StoreStatus['storage'] }): ReactNode {
  const { isBusy, failed, retry, saveFile } = useRescue();
  return (
    <div className="done-unsaved notice notice-warn">
      <p role="alert">{failed === undefined ? unsavedWords(storage) : faultWords(failed)}</p>
      {storage !== 'lost' && (
        <button type="button" className="button" disabled={isBusy} onClick={retry}>
          Try again
        </button>
      )}
      <button type="button" className="button" disabled={isBusy} onClick={() => void saveFile()}>
        Save unsaved sales to a file
      </button>
    </div>
  );
}
