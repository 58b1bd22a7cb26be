import { useCommand } from '@refold/react';
import { type ReactNode, useState } from 'react';
import { listProduct } from '../../shop/catalogue-commands.ts';
import { products } from '../../shop/products.ts';
import { shopTime } from '../../app/clock.ts';
import { Dialog } from '../parts/dialog.tsx';
import { refusalWords } from '../parts/input-words.ts';
import { useToast } from '../parts/toaster.tsx';
import { useTill } from '../services/till-context.ts';
import { useUndoOffer } from '../undo/use-undoing.ts';
import { type ProductFields, ProductForm } from './product-form.tsx';

/** Changes the name, price or category of a product. */
export function EditDialog({ sku, onClose }: { sku: string; onClose: () => void }): ReactNode {
  const { shop } = useTill();
  // The product as it was when the dialog opened, so that a field never changes while a person types.
  const [known] = useState(() => shop.get(products).get(sku));
  const [list] = useCommand(listProduct);
  const toast = useToast();
  const offer = useUndoOffer();
  const save = (fields: ProductFields): string | undefined => {
    const outcome = list({ ...fields, at: shopTime() });
    if (!outcome.ok) return refusalWords(outcome.rejection);
    onClose();
    if (outcome.events.length > 0) toast({ text: `${fields.name} saved`, action: offer });
    return undefined;
  };
  return (
    <Dialog title={`Edit ${known?.name || sku}`} onClose={onClose}>
      <ProductForm
        known={known}
        hint="Earlier sales keep their name and price. The code stays the same."
        action="Save"
        onSubmit={save}
        onClose={onClose}
      />
    </Dialog>
  );
}
