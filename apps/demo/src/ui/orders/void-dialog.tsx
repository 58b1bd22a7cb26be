import { useCommand } from '@refold/react';
import type { ReactNode } from 'react';
import { formatPence } from '../../shop/money.ts';
import { voidOrder } from '../../shop/order-commands.ts';
import { orderLabel } from '../../shop/order-id.ts';
import type { Order } from '../../shop/orders.ts';
import { shopTime } from '../../app/clock.ts';
import { Dialog } from '../parts/dialog.tsx';
import { useToast } from '../parts/toaster.tsx';
import { useUndoOffer } from '../undo/use-undoing.ts';
import { formatDay } from '../parts/words.ts';

/** Asks before it voids an order. */
export function VoidDialog({ order, onClose }: { order: Order; onClose: () => void }): ReactNode {
  const [strike, { rejection }] = useCommand(voidOrder);
  const toast = useToast();
  const offer = useUndoOffer();
  const confirm = (): void => {
    if (!strike({ orderId: order.id, at: shopTime() }).ok) return;
    onClose();
    toast({ text: `Voided order ${orderLabel(order.id)}`, action: offer });
  };
  return (
    <Dialog title={`Void order ${orderLabel(order.id)}?`} onClose={onClose}>
      <p>
        The figures of {formatDay(order.day)} go down by {formatPence(order.pence)}, and counted products go back into
        stock. The order stays on the list, marked void.
      </p>
      {rejection !== undefined && (
        <p className="notice notice-bad" role="alert">
          {rejection.code === 'already-void'
            ? 'This order has been voided already.'
            : 'This order can no longer be voided.'}
        </p>
      )}
      <div className="dialog-actions">
        <button type="button" className="button" onClick={onClose}>
          Cancel
        </button>
        <button type="button" className="button button-danger" onClick={confirm}>
          Void the order
        </button>
      </div>
    </Dialog>
  );
}
