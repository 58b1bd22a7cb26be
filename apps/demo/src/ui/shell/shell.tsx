import { ChartColumn, Database, Package, ReceiptText, ShoppingBasket } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import type { OfflineCopy } from '../../offline/register-offline.ts';
import { DataPage } from '../data/data-page.tsx';
import { FiguresPage } from '../figures/figures-page.tsx';
import { OrdersPage } from '../orders/orders-page.tsx';
import { HistoryDrawer } from '../history/history-drawer.tsx';
import { PastBanner } from '../history/past-banner.tsx';
import { useHistory, useIsPast } from '../services/use-history.ts';
import { ToastPlace } from '../parts/toaster.tsx';
import { useMedia, WIDE } from '../parts/use-media.ts';
import { SellPage } from '../sell/sell-page.tsx';
import { StockPage } from '../stock/stock-page.tsx';
import { href, type Page, PAGES } from '../../app/route.ts';
import { useRoute } from '../services/use-route.ts';
import { States } from './states.tsx';
import { Tools } from './tools.tsx';
import { useLeaveGuard } from './use-leave-guard.ts';

/** The frame of every page: navigation, the state of storage and network, and the page itself. */
export function Shell({ offline }: { offline: OfflineCopy }): ReactNode {
  const { page } = useRoute();
  const isWide = useMedia(WIDE);
  const main = useRef<HTMLElement>(null);
  const { title, Body } = pages[page];
  useTitleAndFocus(title, main);
  useLeaveGuard();
  const isPast = useIsPast();
  const isHistoryOpen = useHistory(({ isOpen }) => isOpen);
  const states = <States offline={offline} />;
  return (
    <div className={isPast ? 'shell is-past' : 'shell'}>
      <header className="shell-bar">
        <a className="button skip-link" href="#main" onClick={(event) => skipTo(main.current, event)}>
          Skip to the page
        </a>
        <span className="brand">
          <img src="/icon.svg" alt="" />
          Till
        </span>
        {!isWide && (
          <>
            <Tools />
            {states}
          </>
        )}
      </header>
      <nav className="nav" aria-label="Pages">
        <ul>
          {PAGES.map((name) => {
            const { label, Icon } = pages[name];
            return (
              <li key={name}>
                <a href={href(name)} aria-current={name === page ? 'page' : undefined}>
                  <Icon size={20} strokeWidth={1.8} aria-hidden />
                  {label}
                </a>
              </li>
            );
          })}
        </ul>
      </nav>
      {isWide && (
        <section className="shell-states" aria-label="State of the till">
          <Tools />
          {states}
        </section>
      )}
      <ToastPlace />
      <div className="shell-view">
        <PastBanner />
        <main ref={main} id="main" className="shell-page" tabIndex={-1}>
          <Body />
        </main>
        {isHistoryOpen && <HistoryDrawer />}
      </div>
    </div>
  );
}

const pages: Readonly<Record<Page, { label: string; title: string; Icon: typeof Package; Body: () => ReactNode }>> = {
  sell: { label: 'Sell', title: 'Sell', Icon: ShoppingBasket, Body: SellPage },
  orders: { label: 'Orders', title: 'Orders', Icon: ReceiptText, Body: OrdersPage },
  figures: { label: 'Figures', title: 'Figures', Icon: ChartColumn, Body: FiguresPage },
  stock: { label: 'Stock', title: 'Stock', Icon: Package, Body: StockPage },
  data: { label: 'Data', title: 'Data', Icon: Database, Body: DataPage },
};

/** Sets the title, and moves the focus to a new page as a load does. The first page keeps the focus it has. */
function useTitleAndFocus(title: string, main: { readonly current: HTMLElement | null }): void {
  const shown = useRef(title);
  useEffect(() => {
    document.title = `${title} · Till`;
    if (shown.current === title) return;
    shown.current = title;
    // Leave the focus to a page that has placed it itself.
    if (main.current?.contains(document.activeElement) !== true) main.current?.focus();
  }, [title, main]);
}

function skipTo(main: HTMLElement | null, event: { preventDefault(): void }): void {
  event.preventDefault();
  main?.focus();
}
