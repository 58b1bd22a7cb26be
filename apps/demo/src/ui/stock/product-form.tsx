import { type ReactNode, type SyntheticEvent, useState } from 'react';
import { formatMills, millsFromPounds } from '../../shop/money.ts';
import type { Product } from '../../shop/products.ts';

/** The fields of the form, as typed. */
export interface ProductFields {
  readonly sku: string;
  readonly name: string;
  readonly mills: number;
  readonly category: string;
}

/** The form of a product. `onSubmit` returns the reason when it refuses the fields. */
export function ProductForm({
  known,
  code = '',
  hint,
  action,
  onSubmit,
  onClose,
}: {
  /** The product to edit. Its code stays. */
  known?: Product | undefined;
  /** The code of a new product, if it is known. */
  code?: string;
  hint?: string;
  action: string;
  onSubmit: (fields: ProductFields) => string | undefined;
  onClose: () => void;
}): ReactNode {
  const [fault, setFault] = useState<string>();
  const submit = (event: SyntheticEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const fields = readFields(new FormData(event.currentTarget), known?.sku);
    setFault(typeof fields === 'string' ? fields : onSubmit(fields));
  };
  return (
    <form className="dialog-form" onSubmit={submit} noValidate>
      <label className="field">
        Name
        {/* oxlint-disable-next-line jsx-a11y/no-autofocus -- the first field of a dialog has the focus */}
        <input className="input" name="name" autoComplete="off" autoFocus defaultValue={known?.name} />
      </label>
      <div className="dialog-pair">
        <label className="field">
          Code
          <input
            className="input"
            name="sku"
            autoComplete="off"
            spellCheck={false}
            defaultValue={known?.sku ?? code}
            {...(known === undefined ? { 'data-scan': '' } : { readOnly: true, title: 'The code cannot be changed' })}
          />
        </label>
        <label className="field">
          Price (£)
          <input
            className="input"
            name="price"
            inputMode="decimal"
            autoComplete="off"
            defaultValue={known && formatMills(known.mills).replaceAll(/[£,]/g, '')}
          />
        </label>
      </div>
      <label className="field">
        Category (optional)
        <input className="input" name="category" autoComplete="off" defaultValue={known?.category} />
      </label>
      {hint !== undefined && <p className="field-hint">{hint}</p>}
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
          {action}
        </button>
      </div>
    </form>
  );
}

function readFields(form: FormData, knownSku: string | undefined): ProductFields | string {
  const text = (field: string): string => {
    const value = form.get(field);
    return typeof value === 'string' ? value.trim() : '';
  };
  const [name, sku, category] = [text('name'), knownSku ?? text('sku').toUpperCase(), text('category')];
  const mills = millsFromPounds(text('price').replaceAll(/[£,]/g, ''));
  if (name === '') return 'The product needs a name.';
  if (sku === '') return 'The product needs a code, such as MUG-BLU.';
  if (mills === undefined || mills < 0) return 'Enter a price, such as 4.50.';
  return { sku, name, mills, category };
}
