/** Whether an order was rung up on a till of this shop, and did not come with an imported file. */
export const isOwnOrder = (id: string): boolean => id.startsWith('ord_');

/** What people call an order: its invoice number, or the end of an id of this till's. */
export const orderLabel = (id: string): string => (isOwnOrder(id) ? `#${id.slice(-6).toUpperCase()}` : id);
