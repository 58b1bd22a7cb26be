import { Dexie } from 'dexie';
import { expect, test } from 'vitest';
import { dexieLog } from '../dexie/dexie-log.ts';
import { createStore } from '../store/create-store.ts';
import type { Envelope } from '../model/envelope.ts';
import { lastChange } from './last-change.ts';
import { Bumped, foldTo, plain, Put, rows, tally } from './history.fixture.ts';
import { at } from './state-at.ts';
import { createTimeline } from './create-timeline.ts';
import { createUndo } from '../undo/create-undo.ts';
import { whatIf } from './what-if.ts';

const EVENTS = 3_000;

test('[TIME-1] [TIME-2] [TIME-3] [TIME-4] the past of a log in IndexedDB, undos included, survives a reload', async () => {
  const name = crypto.randomUUID();
  const open = () => createStore({ events: [Put, Bumped], views: [rows, tally], log: dexieLog(name) });
  const first = open();
  await first.ready;
  const events: Envelope[] = [];
  first.events$.subscribe((event) => events.push(event));
  const undo = createUndo(first);
  for (let i = 0; events.length < EVENTS; i++) {
    first.append(...Array.from({ length: 20 }, (_, n) => (n % 5 === 0 ? Bumped({ k: n }) : Put({ k: n, n: i }))));
    if (i % 10 === 9) undo.undo();
    if (i % 30 === 29) undo.redo();
  }
  await first.close();

  const store = open();
  await store.ready;
  const timeline = createTimeline(store);
  const head = events.length;
  for (const position of [head - 1, 1_777, 3, head, 2_040, 2_039, 0]) {
    expect(await timeline.seek(position)).toBe(true);
    expect({ rows: plain(store.get(rows)), tally: store.get(tally) }).toEqual(foldTo(events, position, 10_000));
  }
  timeline.live();
  const past = await at(store, { id: events[1_000]!.id });
  expect([past.position, plain(past.get(rows))]).toEqual([1_001, foldTo(events, 1_001, 10_000)['rows']]);
  expect((await lastChange(store, tally, ['undone']))?.event.type).toBe('$undo');
  const { group } = events.filter(({ metadata }) => metadata.group !== undefined).at(-1)!.metadata;
  const fork = await whatIf(store, { skip: [group!] });
  expect([fork.skipped.length, fork.commit().ok]).toEqual([20, true]);
  expect([plain(store.get(rows)), store.get(tally).text]).toEqual([plain(fork.get(rows)), fork.get(tally).text]);
  await store.close();
  await Dexie.delete(name);
});
