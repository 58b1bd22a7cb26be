/** Whether an order was made on a till of this shop, and not imported from a file. */
export const isOwnOrder = (id: string): boolean => id.startsWith('ord_');

/** The name of an order for people: its invoice number, or the end of the id from this till. */
export const orderLabel = (id: string): string => (isOwnOrder(id) ? `#${id.slice(-6).toUpperCase()}` : id);
