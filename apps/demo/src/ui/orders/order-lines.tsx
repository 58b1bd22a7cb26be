import type { ReactNode } from 'react';
import { formatMills, formatPence } from '../../shop/money.ts';
import type { Order } from '../../shop/orders.ts';
import { formatNumber } from '../parts/words.ts';

interface NamedLine {
  readonly sku: string;
  readonly qty: number;
  readonly mills: number;
  readonly name: string;
  readonly pence: number;
}

/** The lines of an order. The longest orders have hundreds, so the browser lays out only those in sight. */
export function OrderLines({ lines, order }: { lines: readonly NamedLine[]; order: Order }): ReactNode {
  return (
    <table className="lines-table">
      <thead>
        <tr>
          <th scope="col">Product</th>
          <th scope="col">Qty</th>
          <th scope="col">Price</th>
          <th scope="col">Amount</th>
        </tr>
      </thead>
      <tbody>
        {lines.map(({ sku, qty, mills, name, pence }, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- the lines of an order never change, and a product may stand on two
          <tr key={index}>
            <th scope="row">
              {name || sku}
              {name !== '' && <span className="lines-sku">{sku}</span>}
            </th>
            <td>{formatNumber(qty)}</td>
            <td>{formatMills(mills)}</td>
            <td>{formatPence(pence)}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row" colSpan={3}>
            Total
          </th>
          <td>{formatPence(order.pence)}</td>
        </tr>
      </tfoot>
    </table>
  );
}
