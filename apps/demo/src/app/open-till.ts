import { createStore } from '@refold/core';
import { dexieLog } from '@refold/core/dexie';
import { at, createTimeline } from '@refold/core/history';
import { createUndo, type Undo } from '@refold/core/undo';
import { BASKET_LOG, basketEvents, type BasketStore } from '../shop/basket-events.ts';
import { basketCommands, basketViews } from '../shop/basket.ts';
import { type Shop, shopEvents } from '../shop/events.ts';
import { seedCatalogue } from '../shop/seed-catalogue.ts';
import { ownTime } from '../shop/own-time.ts';
import { orders, products, shopCommands, shopViews } from '../shop/shop.ts';
import { createHistorySession, type HistorySession } from './history-session.ts';
import { historySince } from './history-since.ts';
import { shopTime } from './clock.ts';
import { type BackupSession, createBackupSession } from './backup-session.ts';
import { browserKeepers, createImportMarks, type ImportMarks } from './import-marks.ts';
import { createImportSession, type ImportSession } from './import-session.ts';

/** What the app is made of: everything that lives longer than a page. */
export interface Till {
  readonly shop: Shop;
  /** What is being rung up, on this device alone. */
  readonly basket: BasketStore;
  readonly imports: ImportSession;
  readonly backups: BackupSession;
  /** Imports that were cut off with their page. */
  readonly marks: ImportMarks;
  /** What was done on this till, to be taken back and brought back. */
  readonly undo: { readonly shop: Undo; readonly basket: Undo };
  /** Looking back at the shop as it was. */
  readonly history: HistorySession;
  /** Settles when there is a shop with something to sell; rejects when its storage cannot be opened. */
  readonly ready: Promise<void>;
  /** Gives up what has been lost, and opens anew: what is still there stays. */
  readonly startAnew: () => Promise<void>;
}

/** The composition root. */
export function openTill(): Till {
  const shop = createStore({
    events: shopEvents,
    views: shopViews,
    commands: shopCommands,
    // A till takes back what was done today, not last year; what undo may reach is folded again whenever the shop opens.
    log: dexieLog('till-shop', { undoHorizon: 1_000 }),
    source: 'till',
  });
  const basket = createStore({
    events: basketEvents,
    views: basketViews,
    commands: basketCommands,
    log: dexieLog(BASKET_LOG),
    source: 'till',
  });
  // While Till is worked on, what has changed is folded anew, and the page stays as it is.
  import.meta.hot?.accept('../shop/shop.ts', (next) => {
    if (next) void shop.attach(...next['shopViews'], ...next['shopCommands']);
  });
  import.meta.hot?.accept('../shop/basket.ts', (next) => {
    if (next) void basket.attach(...next['basketViews'], ...next['basketCommands']);
  });
  const startAnew = async (): Promise<void> => {
    const lost = [shop, basket].filter(({ status }) => status.storage === 'lost');
    await Promise.all(lost.map((store) => store.destroy({ discard: true })));
    location.reload();
  };
  const ready = shop.ready.then(() => fillShelves(shop));
  const undo = { shop: createUndo(shop), basket: createUndo(basket) };
  const marks = createImportMarks(browserKeepers());
  const imports = createImportSession(shop, marks);
  const backups = createBackupSession({ shop, basket }, marks);
  const history = createHistorySession({
    orders: () => shop.get(orders),
    now: shopTime,
    openTimeline: (order) => createTimeline(shop, order === 'own-times' ? { orderBy: ownTime } : {}),
    since: () => historySince(shop, new Date()),
    readAhead: (signal) => at(shop, new Date(), { signal }),
    nextFrame: (run) => void requestAnimationFrame(run),
  });
  return { shop, basket, undo, history, marks, imports, backups, ready, startAnew };
}

/** A shop that opens for the first time has something on its shelves. */
async function fillShelves(shop: Shop): Promise<void> {
  if (shop.get(products).size === 0) await shop.import(seedCatalogue(), { source: 'seed' });
}
