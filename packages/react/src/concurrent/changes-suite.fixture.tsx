import {
  createStore,
  defineCollection,
  defineEvent,
  defineQuery,
  defineView,
  type EventType,
  type Store,
} from '@refold/core';
import fc from 'fast-check';
import { type ComponentType, memo, type ReactNode, startTransition, useState } from 'react';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { testHandle } from '../../../core/src/test-handle.fixture.ts';
import { useView } from '../index.ts';
import { beSlow } from './checks.fixture.tsx';
import { mount } from './mount.fixture.tsx';

// In any order of changes, urgent, in transitions and from outside, the page never shows two states at once.
const Put: EventType<'put', { key: number; n: number }> = defineEvent('put', z.object({ key: z.int(), n: z.int() }));
/** Its result depends on the rows that exist, so another order yields another result. */
const Shifted: EventType<'shifted', { by: number }> = defineEvent('shifted', z.object({ by: z.int() }));

interface Row {
  readonly key: number;
  readonly n: number;
}
const KEYS = [0, 1, 2, 3, 4, 5];
const rows = defineCollection('rows', { key: (row: Row) => row.key, indexes: ['n'] })
  .on(Put, (table, { data }) => table.put(data))
  .on(Shifted, (table, { data }) => {
    const all = [...table];
    const largest = all.reduce((a, b) => (b.n > a.n ? b : a), all[0]!);
    table.update(
      (largest.key + data.by) % KEYS.length,
      (row) => void (row.n = (row.n * 3 + largest.n + data.by) % 1000),
    );
  });
/** The same as the collection, in one document. */
const mirror = defineView('mirror', { initial: { ns: [] as number[] } })
  .on(Put, (draft, { data }) => void (draft.ns[data.key] = data.n))
  .on(Shifted, (draft, { data }) => {
    const largest = draft.ns.reduce((at, n, i) => (n > draft.ns[at]! ? i : at), 0);
    const at = (largest + data.by) % KEYS.length;
    draft.ns[at] = (draft.ns[at]! * 3 + draft.ns[largest]! + data.by) % 1000;
  });
const sum = defineQuery('sum', { rows }, ({ rows }, from: number) =>
  rows.range({ gte: from }).reduce((total, row) => total + row.n, 0),
);

type ChangesStore = Store<typeof Put | typeof Shifted>;
type Provider = ComponentType<{ readonly store: ChangesStore; readonly children?: ReactNode }>;

type Act =
  | { readonly do: 'put'; readonly key: number; readonly n: number }
  | { readonly do: 'shift'; readonly by: number }
  /** Another tab has appended. Its event stands before the latest `back` events. */
  | { readonly do: 'remote'; readonly by: number; readonly back: number }
  /** Shows another row in one place of the page. */
  | { readonly do: 'turn'; readonly place: number; readonly key: number }
  /** Mounts or unmounts some. */
  | { readonly do: 'toggle' };
type How = 'click' | 'transition' | 'outside';
type Play = readonly { readonly act: Act; readonly how: How; readonly pause: boolean }[];

const key = fc.constantFrom(...KEYS);
const act: fc.Arbitrary<Act> = fc.oneof(
  fc.record({ do: fc.constant('put' as const), key, n: fc.nat(99) }),
  fc.record({ do: fc.constant('shift' as const), by: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ do: fc.constant('remote' as const), by: fc.integer({ min: 1, max: 5 }), back: fc.nat(4) }),
  fc.record({ do: fc.constant('turn' as const), place: key, key }),
  fc.record({ do: fc.constant('toggle' as const) }),
);
const plays: fc.Arbitrary<Play> = fc.array(
  fc.record({ act, how: fc.constantFrom<How>('click', 'transition', 'outside'), pause: fc.boolean() }),
  { minLength: 1, maxLength: 12 },
);

export function playChanges(Provider: Provider): void {
  test('[BIND-2] the page shows one state at a time, and finally the newest', async () => {
    await fc.assert(
      fc.asyncProperty(plays, async (play) => {
        const wrong = await perform(Provider, play);
        if (wrong.length > 0) throw new Error(wrong.join('; '));
      }),
      { numRuns: 40 },
    );
  }, 120_000);

  test('[BIND-2] a change from outside waits for the transition being rendered, and not for the next', async () => {
    const shift = (how: How, pause = false) => ({ act: { do: 'shift', by: 1 } as const, how, pause });
    const play = [
      shift('transition'),
      { act: { do: 'toggle' } as const, how: 'click' as const, pause: true },
      shift('transition'),
      shift('outside'),
    ];
    expect(await perform(Provider, play)).toEqual([]);
  });

  test('[BIND-4] an event of another tab during a transition, and then an urgent update', async () => {
    const shift = (by: number, how: How, pause = false) => ({ act: { do: 'shift', by } as const, how, pause });
    const remote = (back: number) => ({
      act: { do: 'remote', by: 2, back } as const,
      how: 'outside' as const,
      pause: false,
    });
    const play = [shift(1, 'transition', true), remote(2), shift(4, 'click', true), shift(3, 'transition'), remote(0)];
    expect(await perform(Provider, [...play, shift(2, 'click')])).toEqual([]);
  });

  test('[BIND-2] a transition that React applies without the one before it', async () => {
    const shift = (by: number, how: How, pause = false) => ({ act: { do: 'shift', by } as const, how, pause });
    const turn = { act: { do: 'turn', place: 0, key: 0 } as const, how: 'click' as const, pause: false };
    const toggle = { act: { do: 'toggle' } as const, how: 'transition' as const, pause: true };
    const play = [shift(1, 'transition', true), turn, shift(3, 'transition'), shift(4, 'click'), turn, toggle, toggle];
    // How React merges them depends on rendering time: it happens about each sixth time.
    for (let i = 0; i < 20; i++) expect(await perform(Provider, play)).toEqual([]);
  });
}

/** Plays on a page; returns the faults it found. */
async function perform(Provider: Provider, play: Play): Promise<string[]> {
  const store = createStore({ events: [Put, Shifted], views: [rows, mirror] });
  await store.ready;
  store.append(...KEYS.map((k) => Put({ key: k, n: k })));
  const tab = testHandle(store);
  let change = { turn: (_place: number, _key: number): void => undefined, toggle: (): void => undefined };
  let onClick = (): void => undefined;
  const Cell = memo(function Cell({ at }: { readonly at: number }) {
    const n = useView(rows, (table) => table.get(at)!.n);
    beSlow(2);
    return <b data-at={at}>{n}</b>;
  });
  const Sum = memo(function Sum({ from }: { readonly from: number }) {
    return <u data-from={from}>{useView(sum(from))}</u>;
  });
  const Mirror = () => <pre>{useView(mirror, (m) => m.ns).join()}</pre>;
  const App = () => {
    const [places, setPlaces] = useState<readonly number[]>(KEYS);
    const [isOpen, open] = useState(false);
    change = {
      turn: (place, to) => setPlaces((before) => before.map((k, i) => (i === place ? to : k))),
      toggle: () => open((before) => !before),
    };
    return (
      <>
        <button onClick={() => onClick()}>do</button>
        {places.map((k, i) => (
          <Cell key={i} at={k} />
        ))}
        <Mirror />
        <Sum from={places[0]!} />
        {isOpen && places.map((k, i) => [<Cell key={`c${i}`} at={k} />, <Sum key={`s${i}`} from={k} />])}
      </>
    );
  };
  const { place, end } = mount(Provider, store, <App />);
  const wrong: string[] = [];
  const look = (): void => {
    const ns = place.querySelector('pre')!.textContent.split(',').map(Number);
    for (const b of place.querySelectorAll('b'))
      if (Number(b.textContent) !== ns[Number(b.dataset['at'])]) wrong.push(`${b.outerHTML} beside ${ns.join()}`);
    for (const u of place.querySelectorAll('u')) {
      const expected = ns.slice(Number(u.dataset['from'])).reduce((a, b) => a + b, 0);
      if (Number(u.textContent) !== expected) wrong.push(`${u.outerHTML} beside ${ns.join()}`);
    }
  };
  const observer = new MutationObserver(look);
  await expect.poll(() => place.querySelector('pre'), { interval: 1 }).not.toBeNull();
  observer.observe(place, { subtree: true, childList: true, characterData: true, attributes: true });
  for (const { act, how, pause } of play) {
    const go = (): void => {
      if (act.do === 'put') store.append(Put({ key: act.key, n: act.n }));
      if (act.do === 'shift') store.append(Shifted({ by: act.by }));
      if (act.do === 'remote') tab.insertForeign(tab.position + 1 - act.back, Shifted({ by: act.by }));
      if (act.do === 'turn') change.turn(act.place, act.key);
      if (act.do === 'toggle') change.toggle();
    };
    if (how === 'transition') startTransition(go);
    if (how === 'outside') go();
    if (how === 'click') {
      onClick = go;
      place.querySelector('button')!.click();
    }
    // Let React continue with some of the work it has begun.
    if (pause) await nextTask();
  }
  const newest = store.get(mirror).ns.join();
  await expect.poll(() => place.querySelector('pre')!.textContent, { interval: 1 }).toBe(newest);
  // Any update that React still holds back renders together with this one.
  startTransition(() => void store.append(Put({ key: 0, n: 5000 })));
  await expect.poll(() => place.querySelector('pre')!.textContent, { interval: 1 }).toContain('5000');
  look();
  observer.disconnect();
  end();
  return wrong;
}

const nextTask = (): Promise<void> =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
