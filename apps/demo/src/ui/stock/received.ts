import { MAX_QTY } from '../../shop/money.ts';
import { counted, formatNumber } from '../parts/words.ts';

/** A typed quantity: the number, or why it is refused. */
export type Received =
  | { readonly qty: number; readonly after: number }
  | { readonly qty: undefined; readonly fault: string };

/** Reads the quantity received of a product with `stock` pieces; `undefined` when its stock was never counted. */
export function readReceived(text: string, stock = 0): Received {
  const [, sign = '', digits] = WHOLE.exec(text.trim()) ?? [];
  if (digits === undefined) return refused('Enter a whole number, such as 24 or -2.');
  const amount = Number(digits.replaceAll(',', ''));
  const qty = sign === '' || sign === '+' ? amount : -amount;
  const after = stock + qty;
  if (amount === 0) return refused('Enter a number other than 0.');
  if (amount > MAX_QTY || after > MAX_QTY) return refused(`A count can be ${formatNumber(MAX_QTY)} at most.`);
  if (qty < 0 && after < 0) {
    return refused(
      stock <= 0 ? 'None are in stock, so the count cannot go down.' : `Only ${counted(stock, 'piece')} in stock.`,
    );
  }
  return { qty, after };
}

const refused = (fault: string): Received => ({ qty: undefined, fault });

/** `24`, `-2`, `1,000`. The minus sign may be that of a phone's keyboard. */
const WHOLE = /^([-+−–]?)(\d{1,9}|\d{1,3}(?:,\d{3})+)$/;
