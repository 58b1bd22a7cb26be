import { create } from 'zustand';
import { idsOf, measureList } from './list.mjs';

export const measure = measureList((rows) => {
  const ids = idsOf(rows);
  /** @type {{ ids: readonly number[], items: Record<number, { n: number }> }} */
  const initial = { ids, items: Object.fromEntries(ids.map((id) => [id, { n: 0 }])) };
  const useStore = create(() => initial);
  return {
    wrap: (children) => children,
    useIds: () => useStore((state) => state.ids),
    useRow: (id) => useStore((state) => state.items[id]?.n ?? 0),
    change: (id, n) => useStore.setState((state) => ({ items: { ...state.items, [id]: { n } } })),
  };
});
