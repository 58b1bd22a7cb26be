import { useCommand, useView } from '@refold/react';
import { type ReactNode, type SyntheticEvent, useId, useState } from 'react';
import { receiveStock } from '../../shop/catalogue-commands.ts';
import { products } from '../../shop/products.ts';
import { Dialog } from '../parts/dialog.tsx';
import { useToast } from '../parts/toaster.tsx';
import { formatNumber } from '../parts/words.ts';
import { useUndoOffer } from '../undo/use-undoing.ts';
import { type Received, readReceived } from './received.ts';

/** Adds received goods to the stock, or corrects a count. */
export function ReceiveDialog({ sku, onClose }: { sku: string; onClose: () => void }): ReactNode {
  const product = useView(products, (rows) => rows.get(sku));
  const [receive] = useCommand(receiveStock);
  const [text, setText] = useState('');
  const [fault, setFault] = useState<string>();
  const toast = useToast();
  const offer = useUndoOffer();
  const hintId = useId();
  const name = product?.name || sku;
  const read = readReceived(text, product?.stock);

  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (read.qty === undefined) return setFault(read.fault);
    if (!receive({ sku, qty: read.qty }).ok) return setFault('The stock has just changed. Check the number again.');
    onClose();
    toast({ text: `${name}: now ${formatNumber(read.after)} in stock`, action: offer });
  };
  return (
    <Dialog title={`Receive ${name}`} onClose={onClose}>
      <form className="dialog-form" onSubmit={submit} noValidate>
        <label className="field">
          Quantity received
          <input
            className="input"
            autoComplete="off"
            // oxlint-disable-next-line jsx-a11y/no-autofocus -- the first field of a dialog has the focus
            autoFocus
            value={text}
            aria-invalid={fault !== undefined}
            aria-describedby={hintId}
            onChange={(event) => {
              setText(event.target.value);
              setFault(undefined);
            }}
          />
          <span
            id={hintId}
            className={fault === undefined ? 'field-hint' : 'field-error'}
            role={fault === undefined ? undefined : 'alert'}
          >
            {fault ?? `${stockWords(product?.stock, read)} Use a minus number to lower the count.`}
          </span>
        </label>
        <div className="dialog-actions">
          <button type="button" className="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="button button-primary">
            {(read.qty ?? 0) < 0 ? 'Lower the count' : 'Receive'}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function stockWords(stock: number | undefined, read: Received): string {
  if (stock === undefined) return 'Its stock is tracked from now on.';
  return `In stock: ${formatNumber(stock)}${read.qty === undefined ? '' : ` → ${formatNumber(read.after)}`}.`;
}
