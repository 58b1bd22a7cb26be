// The log for all measurements: items of a shop are listed, then they move in and out of stock. It is plain data, so
// that every contestant gets the same.

/**
 * @typedef {{ sku: string, name: string, category: number, cents: number }} Listed
 * @typedef {{ sku: string, qty: number, cents: number }} Moved
 * @typedef {{ id: string, timestamp: string, version: number, metadata: Metadata }} Envelope
 * @typedef {Envelope & { type: 'item.listed', data: Listed }} ListedEvent
 * @typedef {Envelope & { type: 'item.moved', data: Moved }} MovedEvent
 * @typedef {{ correlationId: string, source: string, actorId: string }} Metadata
 * @typedef {ListedEvent | MovedEvent} ItemEvent
 * @typedef {Listed & { left: number, moves: number }} Item
 */

/** The number of categories for `entities` items: about fifty items in each. */
export const categories = (/** @type {number} */ entities) => Math.max(1, Math.round(entities / 50));

/**
 * A log with this many events: each item is listed once, then items move in an order that looks random and is always
 * the same.
 * @param {number} events
 * @param {number} entities
 * @returns {ItemEvent[]}
 */
export const makeLog = (events, entities) => [...pagesOfLog(events, entities, events)].flat();

/**
 * The same log in pages, for contestants that cannot hold all of it.
 * @param {number} events
 * @param {number} entities
 * @param {number} size
 * @returns {Generator<ItemEvent[]>}
 */
export function* pagesOfLog(events, entities, size) {
  const draw = random(entities);
  for (let at = 0; at < events; at += size) {
    yield Array.from({ length: Math.min(size, events - at) }, (_, i) =>
      at + i < entities
        ? envelope(at + i, 'item.listed', listing(at + i, entities))
        : envelope(at + i, 'item.moved', movement(draw() % entities, at + i)),
    );
  }
}

/**
 * @param {number} index
 * @param {number} entities
 * @returns {Listed}
 */
export const listing = (index, entities) => ({
  sku: sku(index),
  name: `Item number ${index}`,
  category: index % categories(entities),
  cents: 100 + (index % 900),
});

/**
 * @param {number} index of the item
 * @param {number} seed
 * @returns {Moved}
 */
export const movement = (index, seed) => ({ sku: sku(index), qty: (seed % 7) - 3, cents: 100 + (seed % 900) });

const sku = (/** @type {number} */ index) => `sku-${String(index).padStart(6, '0')}`;

/** @param {Listed} data @returns {Item} */
export const toItem = (data) => ({ ...data, left: 0, moves: 0 });

/**
 * The hand-written reducer. It may write to its argument: an object, or a draft of one.
 * @param {Record<string, Item>} items
 * @param {ItemEvent} event
 */
export function reduce(items, event) {
  if (event.type === 'item.listed') {
    items[event.data.sku] = toItem(event.data);
    return;
  }
  const item = items[event.data.sku];
  if (item === undefined) return;
  item.left += event.data.qty;
  item.moves += 1;
}

/**
 * The checksum of a state, which must be the same for all contestants.
 * @param {Iterable<Item>} items
 */
export function checksum(items) {
  let sum = 0;
  let weight = 1;
  for (const { left, moves } of items) {
    sum += (left + moves * 3) * weight;
    weight = (weight % 97) + 1;
  }
  return sum;
}

/** Pseudo-random numbers, the same for the same seed. */
export function random(/** @type {number} */ seed) {
  let state = (seed * 2_654_435_761) >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state;
  };
}

/**
 * @template {ItemEvent['type']} T
 * @param {number} index
 * @param {T} type
 * @param {Extract<ItemEvent, { type: T }>['data']} data
 * @returns {Extract<ItemEvent, { type: T }>}
 */
function envelope(index, type, data) {
  const time = 1_767_225_600_000 + index;
  return /** @type {Extract<ItemEvent, { type: T }>} */ ({
    id: `evt_${uuid(time, index)}`,
    type,
    timestamp: new Date(time).toISOString(),
    version: 1,
    data,
    metadata: { correlationId: `cor_${uuid(time, index)}`, source: 'app', actorId: 'anonymous' },
  });
}

/**
 * A UUID with a time.
 * @param {number} time
 * @param {number} index
 */
function uuid(time, index) {
  const hex = time.toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-${index.toString(16).padStart(12, '0')}`;
}
