import { createElement, memo } from 'react';
import { createRoot } from 'react-dom/client';

/**
 * A list of rows as one writes it with some library.
 * @typedef {object} List
 * @property {import('react').ReactElement} [page] what goes around the list
 * @property {(children: import('react').ReactElement) => import('react').ReactElement} wrap
 * @property {() => readonly number[]} useIds
 * @property {(id: number) => number} useRow
 * @property {(id: number, n: number) => void} change
 *
 * @typedef {{ units: number, rows: number, what: 'mount' | 'change' }} ListTask
 */

/**
 * Mounts the list, or changes one row at a time, until it is painted. `rendered` is the time until the page has
 * changed, without the wait for the next frame.
 * @param {(rows: number) => List | Promise<List>} makeList
 */
export const measureList =
  (makeList) =>
  async (/** @type {ListTask} */ { units, rows, what }) => {
    const list = await makeList(rows);
    const Row = memo(function Row(/** @type {{ id: number }} */ { id }) {
      return createElement('li', null, `${id}: ${list.useRow(id)}`);
    });
    const Rows = () =>
      createElement(
        'ul',
        null,
        list.useIds().map((id) => createElement(Row, { key: id, id })),
      );
    const place = document.body.appendChild(document.createElement('main'));
    const root = createRoot(place);
    const page = list.wrap(createElement(Rows));
    let cost = 0;
    let rendered = 0;
    /** @param {() => void} act */
    const time = async (act) => {
      await painted();
      const changed = nextChange(place);
      const start = performance.now();
      act();
      await changed;
      rendered += performance.now() - start;
      await painted();
      cost += performance.now() - start;
    };
    if (what === 'mount') {
      await time(() => root.render(page));
    } else {
      const changed = nextChange(place);
      root.render(page);
      await changed;
      for (let i = 0; i < units; i += 1) await time(() => list.change((i * 7919) % rows, i + 1));
    }
    const check = place.querySelectorAll('li').length + (place.textContent?.length ?? 0);
    root.unmount();
    place.remove();
    return { cost, check, extra: { rendered: rendered / units } };
  };

/** @param {Node} place */
const nextChange = (place) =>
  new Promise((resolve) => {
    const observer = new MutationObserver(() => {
      observer.disconnect();
      resolve(undefined);
    });
    observer.observe(place, { subtree: true, childList: true, characterData: true });
  });

/** Resolves in a task after the next frame, when the page is painted. */
const painted = () =>
  new Promise((resolve) => {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => resolve(undefined);
      port2.postMessage(undefined);
    });
  });

/** @param {number} rows */
export const idsOf = (rows) => Array.from({ length: rows }, (_, id) => id);
