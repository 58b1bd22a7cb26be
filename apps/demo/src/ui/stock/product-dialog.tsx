import { useCommand } from '@refold/react';
import type { ReactNode } from 'react';
import { listProduct } from '../../shop/catalogue-commands.ts';
import { products } from '../../shop/products.ts';
import { shopTime } from '../../app/clock.ts';
import { Dialog } from '../parts/dialog.tsx';
import { refusalWords } from '../parts/input-words.ts';
import { useToast } from '../parts/toaster.tsx';
import { useTill } from '../services/till-context.ts';
import { useUndoOffer } from '../undo/use-undoing.ts';
import { type ProductFields, ProductForm } from './product-form.tsx';

export function ProductDialog({
  code = '',
  onClose,
  onAdded,
}: {
  /** The code that was just scanned. */
  code?: string;
  onClose: () => void;
  onAdded?: (sku: string) => void;
}): ReactNode {
  const { shop } = useTill();
  const [list] = useCommand(listProduct);
  const toast = useToast();
  const offer = useUndoOffer();
  const add = ({ category, ...fields }: ProductFields): string | undefined => {
    if (shop.get(products).get(fields.sku) !== undefined) return `The code ${fields.sku} is taken by another product.`;
    const outcome = list({ ...fields, ...(category !== '' && { category }), at: shopTime() });
    if (!outcome.ok) return refusalWords(outcome.rejection);
    onClose();
    toast({ text: `${fields.name} added`, action: offer });
    onAdded?.(fields.sku);
    return undefined;
  };
  return (
    <Dialog title="New product" onClose={onClose}>
      <ProductForm code={code} action="Add product" onSubmit={add} onClose={onClose} />
    </Dialog>
  );
}
