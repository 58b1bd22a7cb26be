import { createStore } from '@refold/core';
import { dexieLog } from '@refold/core/dexie';
import { at, createTimeline } from '@refold/core/history';
import { webTabs } from '@refold/core/tabs';
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
import { createFreshStart, type FreshStart, onOtherTab } from './fresh-start.ts';
import { createImportSession, type ImportSession } from './import-session.ts';

/** The parts of the app that outlive a page. */
export interface Till {
  readonly shop: Shop;
  /** The current basket, which exists only on this device. */
  readonly basket: BasketStore;
  readonly imports: ImportSession;
  readonly backups: BackupSession;
  /** Imports that stopped when their page closed. */
  readonly marks: ImportMarks;
  /** Undo and redo of the actions on this till. */
  readonly undo: { readonly shop: Undo; readonly basket: Undo };
  /** The view of the shop's past. */
  readonly history: HistorySession;
  /** Resolves when there is a shop with products to sell. Rejects when its storage cannot be opened. */
  readonly ready: Promise<void>;
  /** Discards stores that were lost, and opens new ones. The others stay, and so does what another tab has opened. */
  readonly startAnew: () => Promise<void>;
  readonly freshStart: FreshStart;
}

/** The composition root. */
export function openTill(): Till {
  const shop = createStore({
    events: shopEvents,
    views: shopViews,
    commands: shopCommands,
    // A till undoes what was done today, not last year. Every start folds again as much as undo may reach.
    log: dexieLog('till-shop', { undoHorizon: 1_000 }),
    source: 'till',
    tabs: webTabs(),
  });
  const basket = createStore({
    events: basketEvents,
    views: basketViews,
    commands: basketCommands,
    log: dexieLog(BASKET_LOG),
    source: 'till',
    tabs: webTabs(),
  });
  // In development, an edit folds the log again, and the page stays.
  import.meta.hot?.accept('../shop/shop.ts', (next) => {
    if (next) void shop.attach(...next['shopViews'], ...next['shopCommands']);
  });
  import.meta.hot?.accept('../shop/basket.ts', (next) => {
    if (next) void basket.attach(...next['basketViews'], ...next['basketCommands']);
  });
  const startAnew = async (): Promise<void> => {
    const lost = [shop, basket].filter(({ status }) => status.storage === 'lost');
    await Promise.all(lost.map((store) => store.destroy({ discard: true })));
    freshStart.note();
    location.reload();
  };
  const ready = shop.ready.then(() => fillShelves(shop));
  const undo = { shop: createUndo(shop), basket: createUndo(basket) };
  const keepers = browserKeepers();
  const freshStart = createFreshStart(keepers.storage, onOtherTab);
  const marks = createImportMarks(keepers);
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
  return { shop, basket, undo, history, marks, imports, backups, ready, startAnew, freshStart };
}

/** Fills the catalogue of a new shop. */
async function fillShelves(shop: Shop): Promise<void> {
  if (shop.get(products).size === 0) await shop.import(seedCatalogue(), { source: 'seed' });
}
