import { atom, createStore, Provider, useAtomValue } from 'jotai';
import { createElement } from 'react';
import { idsOf, measureList } from './list.mjs';

export const measure = measureList((rows) => {
  const ids = idsOf(rows);
  const idsAtom = atom(ids);
  const items = ids.map(() => atom(0));
  const store = createStore();
  return {
    wrap: (children) => createElement(Provider, { store }, children),
    useIds: () => useAtomValue(idsAtom),
    useRow: (id) => useAtomValue(/** @type {import('jotai').PrimitiveAtom<number>} */ (items[id])),
    change: (id, n) => store.set(/** @type {import('jotai').PrimitiveAtom<number>} */ (items[id]), n),
  };
});
