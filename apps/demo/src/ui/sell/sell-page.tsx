import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useMedia, WIDE } from '../parts/use-media.ts';
import { useKeys } from '../parts/use-keys.ts';
import { BasketPanel } from './basket-panel.tsx';
import { BasketSheet } from './basket-sheet.tsx';
import { Catalogue } from './catalogue.tsx';
import { useScans } from '../scan/use-scans.ts';
import { useCharge } from './use-charge.ts';
import './sell.css';

/** The counter: the catalogue with the basket beside it, or below it on a phone. */
export function SellPage(): ReactNode {
  const isWide = useMedia(WIDE);
  const search = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [isSheetOpen, setSheetOpen] = useState(false);
  const till = useCharge();

  const charge = (): void => {
    if (!till.charge()) return;
    setText('');
    if (!isWide) setSheetOpen(true);
  };
  const focusSearch = (): void => {
    search.current?.focus();
    search.current?.select();
  };
  const next = (): void => {
    till.startNext();
    setSheetOpen(false);
    if (isWide) focusSearch();
  };
  useScans(till.add);
  useKeys({ '/': focusSearch, F9: charge, 'Mod+Enter': charge });
  // With a keyboard, a sale begins in the search. On a phone, the focus would open a keyboard over the tiles.
  useEffect(() => {
    if (isWide) search.current?.focus({ preventScroll: true });
  }, [isWide]);

  const panel = <BasketPanel till={till} onCharge={charge} onNext={next} />;
  return (
    <div className="sell">
      <h1 className="visually-hidden">Sell</h1>
      <Catalogue searchRef={search} text={text} onText={setText} onAdd={till.add} />
      {isWide ? (
        <aside className="basket card" aria-label="Basket">
          {panel}
        </aside>
      ) : (
        <BasketSheet
          isOpen={isSheetOpen}
          onOpen={() => setSheetOpen(true)}
          onClose={() => (till.sale === undefined ? setSheetOpen(false) : next())}
        >
          {panel}
        </BasketSheet>
      )}
    </div>
  );
}
