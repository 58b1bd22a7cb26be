import { listProduct, receiveStock } from './catalogue-commands.ts';
import { customers } from './customers.ts';
import { placeOrder, voidOrder } from './order-commands.ts';
import { orders } from './orders.ts';
import { days } from './periods.ts';
import { products } from './products.ts';

/** The views that `createStore` needs for a shop. */
export { orders, products };
export const shopViews = [products, orders, customers, days] as const;
export const shopCommands = [listProduct, receiveStock, placeOrder, voidOrder] as const;
