import { useCommand } from '@refold/react';
import { defaultRangeExtractor } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, type Ref, useEffect, useImperativeHandle, useRef, useState } from 'react';
import { basket, setQuantity } from '../../shop/basket.ts';
import { products } from '../../shop/products.ts';
import { useMayWrite } from '../history/use-may-write.ts';
import { useVirtualRows } from '../parts/use-virtual-rows.ts';
import { useWidth } from '../parts/use-width.ts';
import { useTill } from '../services/till-context.ts';
import { ProductTile } from './product-tile.tsx';
import { movedBy } from './tile-moves.ts';

const TILE_MIN = 158;
const TILE_HEIGHT = 112;
const GAP = 12;

export interface TileGridHandle {
  focusFirst(): void;
}

/** Tiles in rows. Only the rows in sight are drawn. One tile is in the tab order, and arrow keys move from there. */
export function TileGrid({
  ref,
  skus,
  onAdd,
  onLeave,
}: {
  ref: Ref<TileGridHandle>;
  skus: readonly string[];
  onAdd: (sku: string) => void;
  /** Called for Esc, and for the up key in the first row. */
  onLeave: () => void;
}): ReactNode {
  const scroller = useRef<HTMLDivElement>(null);
  const columns = Math.max(2, Math.floor((useWidth(scroller) + GAP) / (TILE_MIN + GAP)));
  const [active, setActive] = useState(0);
  const isMoving = useRef(false);
  const { shop, basket: basketStore } = useTill();
  const [set] = useCommand(setQuantity);
  const mayWrite = useMayWrite();

  const activeRow = Math.floor(active / columns);
  const rows = useVirtualRows({
    count: Math.ceil(skus.length / columns),
    getScrollElement: () => scroller.current,
    estimateSize: () => TILE_HEIGHT + GAP,
    overscan: 3,
    // The tile in the tab order stays in the page even when it is out of sight.
    rangeExtractor: (range) => [...new Set([activeRow, ...defaultRangeExtractor(range)])].sort((a, b) => a - b),
  });

  const moveTo = (index: number): void => {
    isMoving.current = true;
    setActive(index);
    rows.scrollToIndex(Math.floor(index / columns));
    // The index is unchanged, so no render will focus the tile.
    if (index === active) focusTile(scroller.current, index);
  };
  useEffect(() => {
    if (!isMoving.current) return;
    isMoving.current = false;
    focusTile(scroller.current, active);
  }, [active]);
  useImperativeHandle(ref, () => ({ focusFirst: () => moveTo(0) }));

  const onKeyDown = (event: KeyboardEvent): void => {
    const sku = skus[active];
    if (event.ctrlKey || event.metaKey || event.altKey || sku === undefined) return;
    const qty = basketStore.get(basket).lines.find((line) => line.sku === sku)?.qty ?? 0;
    const to = movedBy(event.key, { active, columns, count: skus.length });
    if (to === 'out' || event.key === 'Escape') onLeave();
    else if (to !== undefined) moveTo(to);
    else if (event.key === '+' || event.key === '=') onAdd(sku);
    else if ((event.key === '-' || event.key === '−') && qty > 0 && mayWrite())
      set({ sku, name: shop.get(products).get(sku)?.name, qty: qty - 1 });
    else return;
    event.preventDefault();
  };

  return (
    <div ref={scroller} className="tiles-scroll">
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the keys come from the tiles inside */}
      <fieldset className="tiles" aria-label="Products" style={{ height: rows.getTotalSize() }} onKeyDown={onKeyDown}>
        {rows.getVirtualItems().map(({ index: row, start }) => (
          <div
            key={row}
            className="tiles-row"
            style={{ translate: `0 ${start}px`, gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}
          >
            {skus.slice(row * columns, (row + 1) * columns).map((sku, column) => {
              const index = row * columns + column;
              return (
                <ProductTile
                  key={sku}
                  sku={sku}
                  index={index}
                  isActive={index === active}
                  onAdd={onAdd}
                  onFocusTile={setActive}
                />
              );
            })}
          </div>
        ))}
      </fieldset>
    </div>
  );
}

function focusTile(scroller: HTMLElement | null, index: number): void {
  scroller?.querySelector<HTMLElement>(`[data-index="${index}"]`)?.focus({ preventScroll: true });
}
