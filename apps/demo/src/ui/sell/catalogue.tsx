import { useView } from '@refold/react';
import { PackageSearch, Search } from 'lucide-react';
import { type ReactNode, type RefObject, useDeferredValue, useMemo, useRef, useState } from 'react';
import type { Product } from '../../shop/products.ts';
import { categories, productByCode, searchProducts } from '../../shop/queries.ts';
import { Empty } from '../parts/empty.tsx';
import { counted } from '../parts/words.ts';
import { useTakeCode } from '../scan/use-scans.ts';
import { useTill } from '../services/till-context.ts';
import { CategoryHues, huesOf, hueStyle } from './category-hues.ts';
import { TileGrid, type TileGridHandle } from './tile-grid.tsx';

/** More than any shop has. The grid draws only the tiles in sight. */
const ALL = 100_000;

/** The products: searched, filtered by category, and added by touch or by key. */
export function Catalogue({
  searchRef,
  text,
  onText,
  onAdd,
}: {
  searchRef: RefObject<HTMLInputElement | null>;
  text: string;
  onText: (text: string) => void;
  onAdd: (sku: string) => void;
}): ReactNode {
  const { shop } = useTill();
  const takeCode = useTakeCode();
  const [category, setCategory] = useState<string>();
  const grid = useRef<TileGridHandle>(null);
  const wanted = useDeferredValue(text);
  const skus = useView(searchProducts(wanted, ALL, category), skusOf, areSame);
  const inCategories = useView(categories());
  const hues = useMemo(() => huesOf(inCategories), [inCategories]);

  /** Part of a name adds the first match. A code must be complete. */
  const addFirst = (typed: string): void => {
    const text = typed.trim();
    if (text === '') return;
    const words = text.toLowerCase().split(/\s+/);
    const isNamed = ({ name }: Product): boolean => words.every((word) => name.toLowerCase().includes(word));
    const named = shop.get(searchProducts(text, ALL, category)).find(isNamed);
    if (named !== undefined && productByCode(shop, text) === undefined) onAdd(named.sku);
    else takeCode(text);
    searchRef.current?.select();
  };

  return (
    <section className="catalogue" aria-label="Catalogue">
      <div className="catalogue-head">
        <label className="search">
          <span className="visually-hidden">Search products by name or code</span>
          <Search size={18} aria-hidden />
          <input
            ref={searchRef}
            className="input"
            type="search"
            placeholder="Search or scan"
            autoComplete="off"
            spellCheck={false}
            value={text}
            onChange={(event) => onText(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) addFirst(event.currentTarget.value);
              else if (event.key === 'ArrowDown') grid.current?.focusFirst();
              else if (event.key === 'Escape' && text !== '') onText('');
              else return;
              event.preventDefault();
            }}
          />
        </label>
        {inCategories.length > 0 && (
          <fieldset className="chips" aria-label="Category">
            {[undefined, ...inCategories].map((name) => (
              <button
                key={name ?? ''}
                type="button"
                className="chip"
                aria-pressed={category === name}
                onClick={() => setCategory(name)}
              >
                {name !== undefined && <span className="dot" style={hueStyle(hues, name)} />}
                {name ?? 'All'}
              </button>
            ))}
          </fieldset>
        )}
      </div>
      <output className="visually-hidden">{counted(skus.length, 'product')}</output>
      {skus.length === 0 ? (
        <Empty icon={PackageSearch} title={text === '' ? 'No products yet' : `No products match “${text}”`}>
          {text === '' ? (
            <p>Add products on the Stock page, or import a sales file on the Data page.</p>
          ) : (
            <p>Try part of the name or the code.</p>
          )}
        </Empty>
      ) : (
        <CategoryHues value={hues}>
          <TileGrid
            key={`${wanted}/${category ?? ''}`}
            ref={grid}
            skus={skus}
            onAdd={onAdd}
            onLeave={() => searchRef.current?.focus()}
          />
        </CategoryHues>
      )}
      <p className="catalogue-keys for-keys" aria-hidden>
        <kbd>/</kbd> search <kbd>↓</kbd> tiles <kbd>Enter</kbd> add <kbd>+</kbd> <kbd>−</kbd> quantity <kbd>F9</kbd>{' '}
        charge
      </p>
    </section>
  );
}

const skusOf = (found: readonly Product[]): readonly string[] => found.map(({ sku }) => sku);
const areSame = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((sku, i) => sku === b[i]);
