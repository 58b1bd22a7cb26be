import { useCommand, useView } from '@refold/react';
import { type ReactNode, type SyntheticEvent, useId, useState } from 'react';
import { receiveStock } from '../../shop/catalogue-commands.ts';
import { products } from '../../shop/products.ts';
import { Dialog } from '../parts/dialog.tsx';
import { useToast } from '../parts/toaster.tsx';
import { formatNumber } from '../parts/words.ts';
import { useUndoOffer } from '../undo/use-undoing.ts';

/** Takes goods in, or corrects a count. */
export function ReceiveDialog({ sku, onClose }: { sku: string; onClose: () => void }): ReactNode {
  const product = useView(products, (rows) => rows.get(sku));
  const [receive, { rejection }] = useCommand(receiveStock);
  const [text, setText] = useState('');
  const toast = useToast();
  const offer = useUndoOffer();
  const errorId = useId();
  const name = product?.name || sku;
  const qty = Number(text);
  const after = (product?.stock ?? 0) + (Number.isInteger(qty) ? qty : 0);

  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (!receive({ sku, qty: text.trim() === '' ? 0 : qty }).ok) return;
    onClose();
    toast({ text: `${formatNumber(after)} of ${name} in stock`, action: offer });
  };
  return (
    <Dialog title={`Receive ${name}`} onClose={onClose}>
      <form className="dialog-form" onSubmit={submit} noValidate>
        <label className="field">
          How many came in
          <input
            className="input"
            inputMode="numeric"
            autoComplete="off"
            // oxlint-disable-next-line jsx-a11y/no-autofocus -- the first field of a dialog has the focus
            autoFocus
            value={text}
            aria-invalid={rejection !== undefined}
            aria-describedby={errorId}
            onChange={(event) => setText(event.target.value)}
          />
          <span
            id={errorId}
            className={rejection === undefined ? 'field-hint' : 'field-error'}
            role={rejection === undefined ? undefined : 'alert'}
          >
            {rejection === undefined
              ? product?.stock === undefined
                ? 'From now on its stock is counted. A number below zero corrects a count.'
                : `${formatNumber(product.stock)} now${text === '' ? '' : `, ${formatNumber(after)} afterwards`}. A number below zero corrects a count.`
              : 'A whole number other than 0, such as 24 or -2.'}
          </span>
        </label>
        <div className="dialog-actions">
          <button type="button" className="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="button button-primary">
            Receive
          </button>
        </div>
      </form>
    </Dialog>
  );
}
