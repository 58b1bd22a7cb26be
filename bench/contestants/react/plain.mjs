import { useState } from 'react';
import { idsOf, measureList } from './list.mjs';

export const measure = measureList((rows) => {
  const ids = idsOf(rows);
  /** @type {((n: number) => void)[]} */
  const setters = [];
  return {
    wrap: (children) => children,
    useIds: () => ids,
    useRow(id) {
      const [n, set] = useState(0);
      setters[id] = set;
      return n;
    },
    change: (id, n) => setters[id]?.(n),
  };
});
