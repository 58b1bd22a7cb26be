import { useCommand } from '@refold/react';
import { type ReactNode, type SyntheticEvent, useState } from 'react';
import { listProduct } from '../../shop/catalogue-commands.ts';
import { millsFromPounds } from '../../shop/money.ts';
import { products } from '../../shop/products.ts';
import { Dialog } from '../parts/dialog.tsx';
import { inputWords } from '../parts/input-words.ts';
import { useToast } from '../parts/toaster.tsx';
import { useTill } from '../till-context.ts';
import { useUndoOffer } from '../undo/use-undoing.ts';

/** Adds a product. */
export function ProductDialog({
  code = '',
  onClose,
  onAdded,
}: {
  /** The code to begin with, of what has just been scanned. */
  code?: string;
  onClose: () => void;
  onAdded?: (sku: string) => void;
}): ReactNode {
  const { shop } = useTill();
  const [list] = useCommand(listProduct);
  const toast = useToast();
  const offer = useUndoOffer();
  const [fault, setFault] = useState<string>();

  const submit = (event: SyntheticEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (field: string): string => {
      const value = form.get(field);
      return typeof value === 'string' ? value.trim() : '';
    };
    const [name, sku, category] = [text('name'), text('sku').toUpperCase(), text('category')];
    const mills = millsFromPounds(text('price').replace('£', ''));
    if (name === '') return setFault('The product needs a name.');
    if (sku === '') return setFault('The product needs a code, such as MUG-BLU.');
    if (shop.get(products).get(sku) !== undefined) return setFault(`The code ${sku} is taken by another product.`);
    if (mills === undefined || mills < 0) return setFault('Enter a price, such as 4.50.');
    const outcome = list({ name, sku, mills, ...(category !== '' && { category }) });
    if (!outcome.ok) return setFault(inputWords(outcome.rejection.details.issues));
    onClose();
    toast({ text: `${name} added`, action: offer });
    onAdded?.(sku);
  };
  return (
    <Dialog title="New product" onClose={onClose}>
      <form className="dialog-form" onSubmit={submit} noValidate>
        <label className="field">
          Name
          {/* oxlint-disable-next-line jsx-a11y/no-autofocus -- the first field of a dialog has the focus */}
          <input className="input" name="name" autoComplete="off" autoFocus />
        </label>
        <div className="dialog-pair">
          <label className="field">
            Code
            <input className="input" name="sku" autoComplete="off" spellCheck={false} defaultValue={code} data-scan />
          </label>
          <label className="field">
            Price (£)
            <input className="input" name="price" inputMode="decimal" autoComplete="off" />
          </label>
        </div>
        <label className="field">
          Category (optional)
          <input className="input" name="category" autoComplete="off" />
        </label>
        {fault !== undefined && (
          <p className="notice notice-bad" role="alert">
            {fault}
          </p>
        )}
        <div className="dialog-actions">
          <button type="button" className="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="button button-primary">
            Add product
          </button>
        </div>
      </form>
    </Dialog>
  );
}
