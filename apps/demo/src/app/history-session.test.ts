import { describe, expect, it } from 'vitest';
import type { Order } from '../shop/orders.ts';
import { dayOf } from '../shop/wall-clock.ts';
import type { PastAddress } from './past-address.ts';
import { createHistorySession } from './history-session.ts';
import { HOUR, wallAt, wallMs } from './wall-time.ts';

const at = (time: string): number => wallMs(`2026-05-04T${time}:00`);
const order = (id: string, time: string): Order => ({
  id,
  kind: 'sale',
  status: 'open',
  at: time,
  day: dayOf(time),
  lines: [],
  pence: 250,
  items: 1,
});

/** A session at 14:00 over two sales of today and two of 2011, with a timeline that records where it was sent. */
function openSession({ fails = false, since }: { fails?: boolean; since?: string } = {}) {
  let orders = [
    order('ord_a', '2026-05-04T09:40:00'),
    order('ord_b', '2026-05-04T11:05:00'),
    order('536365', '2011-03-01T08:26:00'),
    order('536366', '2011-03-02T08:28:00'),
  ];
  const frames: ((ms: number) => void)[] = [];
  const log: string[] = [];
  let told = (): void => undefined;
  const timeline = {
    state: { progress: undefined as { done: number; of: number } | undefined },
    seek: (to: PastAddress) => {
      log.push('upTo' in to ? `own time ${to.upTo}` : new Date(to.time).toISOString().slice(0, 16));
      return fails ? Promise.reject(new Error('torn page')) : Promise.resolve(true);
    },
    live: () => void log.push('live'),
    subscribe(listener: () => void) {
      told = listener;
      return () => undefined;
    },
    close: () => void log.push('closed'),
  };
  const session = createHistorySession({
    orders: () => orders,
    now: () => '2026-05-04T14:00:00',
    openTimeline: () => timeline,
    since: () => Promise.resolve(since),
    readAhead(signal) {
      signal.addEventListener('abort', () => log.push('reading ends'));
      return Promise.reject(new Error('torn page'));
    },
    nextFrame: (run) => void frames.push(run),
  });
  /** Draws a frame, and lets everything that waited for it continue. */
  const frame = async (ms = 0): Promise<void> => {
    for (const run of frames.splice(0)) run(ms);
    for (let i = 0; i < 5; i += 1) await Promise.resolve();
  };
  const shown = (): string | undefined => {
    const { shownMs } = session.state();
    return shownMs === undefined ? undefined : wallAt(shownMs);
  };
  session.open();
  return {
    session,
    frame,
    log,
    shown,
    sell: (sold: Order) => void (orders = [...orders, sold]),
    progress: (done: number, of: number) => {
      timeline.state = { progress: { done, of } };
      told();
    },
  };
}

const local = (time: string): string => new Date(`2026-05-04T${time}:00`).toISOString().slice(0, 16);

describe('the history session', () => {
  it('follows a drag once per frame, to its latest position', async () => {
    const { session, frame, log, shown } = openSession();
    for (const time of ['13:00', '12:00', '11:30']) session.showTime(at(time));
    expect([shown(), log]).toEqual(['2026-05-04T11:30:00', []]);
    await frame();
    session.showTime(at('11:00'));
    session.showTime(at('10:00'));
    await frame();
    await frame();
    expect(log).toEqual([local('11:30'), local('10:00')]);
  });

  it('returns to now by its button, and at the right end', async () => {
    const { session, frame, log, shown } = openSession();
    session.showTime(at('12:00'));
    await frame();
    session.backToNow();
    expect([shown(), log]).toEqual([undefined, [local('12:00'), 'live']]);
    session.showTime(at('12:00'));
    session.showTime(at('14:00'));
    await frame();
    expect([shown(), log.slice(2)]).toEqual([undefined, ['live']]);
  });

  it('stays in the past when its drawer closes, and closes the timeline with the last of both', async () => {
    const { session, frame, log, shown } = openSession();
    session.showTime(at('12:00'));
    await frame();
    session.close();
    expect([session.state().isOpen, shown()]).toEqual([false, '2026-05-04T12:00:00']);
    session.backToNow();
    expect(log).toEqual([local('12:00'), 'live', 'reading ends', 'closed']);
  });

  it('adds new sales to the track while now is on show, and not while the past is', () => {
    const { session, sell } = openSession();
    const count = (): number | undefined => session.state().track?.sales.length;
    sell(order('ord_c', '2026-05-04T13:00:00'));
    session.refresh();
    expect(count()).toBe(3);
    session.showTime(at('12:00'));
    sell(order('ord_d', '2026-05-04T13:01:00'));
    session.refresh();
    expect(count()).toBe(3);
    session.backToNow();
    expect(count()).toBe(4);
  });

  it('[UI-1] steps from before one sale to before the next, and from the last one to now', () => {
    const { session, shown } = openSession();
    const times: (string | undefined)[] = [];
    for (const step of [-1, -1, -1, 1, 1, 1] as const) {
      session.step(step);
      times.push(shown()?.slice(11));
    }
    expect(times).toEqual(['11:04:59', '09:39:59', '09:39:59', '09:40:00', '11:05:00', undefined]);
  });

  it('shows imported sales by their own times, as written', async () => {
    const { session, frame, log } = openSession();
    session.choose('imported');
    session.showTime(wallMs('2011-03-01T12:00:00'));
    await frame();
    expect([session.state().track?.id, log]).toEqual([
      'imported',
      ['live', 'reading ends', 'closed', 'own time 2011-03-01T12:00:00'],
    ]);
  });

  it('[BOOKS-5] offers no history that was deleted', async () => {
    const { session, frame } = openSession({ since: '2026-05-04T10:00:00' });
    await frame();
    const { tracks, since } = session.state();
    expect(since).toBe('2026-05-04T10:00:00');
    expect(tracks.map(({ id, span, stops }) => [id, wallAt(span.fromMs), stops.map(wallAt)])).toEqual([
      ['today', '2026-05-04T11:00:00', ['2026-05-04T11:05:00']],
    ]);
  });

  it('plays a track in twenty seconds, and ends at now', async () => {
    const { session, frame, shown } = openSession();
    session.showTime(at('12:00'));
    session.play();
    await frame(1_000);
    await frame(1_000 + 20_000 / 5);
    // The track has five hours, from 9 to 14.
    expect([shown(), session.state().isPlaying]).toEqual([wallAt(at('12:00') + HOUR), true]);
    session.pause();
    await frame(9_000);
    expect(shown()).toBe('2026-05-04T13:00:00');
    session.play();
    await frame(10_000);
    await frame(20_000);
    expect([shown(), session.state().isPlaying]).toEqual([undefined, false]);
  });

  it('[BOOKS-5] drops the track of imported sales even when the past is shown before that is known', async () => {
    const { session, frame, shown } = openSession({ since: '2026-05-04T10:00:00' });
    session.open();
    session.showTime(at('12:00'));
    await frame();
    expect(session.state().tracks.map(({ id }) => id)).toEqual(['today']);
    expect(shown()).toBe('2026-05-04T12:00:00');
  });

  it('[BOOKS-5] goes no further back than the history, even when the past is shown before that is known', async () => {
    const { session, frame, shown } = openSession({ since: '2026-05-04T10:00:00' });
    session.open();
    session.showTime(at('12:00'));
    await frame();
    session.showTime(at('09:00'));
    await frame();
    expect(shown()).toBe('2026-05-04T10:00:00');
  });

  it('[BOOKS-5] returns to now when the time on show was deleted', async () => {
    const { session, frame, shown } = openSession({ since: '2026-05-04T10:00:00' });
    session.open();
    session.showTime(at('09:30'));
    await frame();
    expect(shown()).toBeUndefined();
  });

  it('reports an error, and shows now', async () => {
    const { session, frame, shown } = openSession({ fails: true });
    session.showTime(at('12:00'));
    await frame();
    expect([shown(), session.state().fault]).toEqual([undefined, new Error('torn page')]);
    session.showTime(at('12:00'));
    expect(session.state().fault).toBeUndefined();
  });

  it('reports how far a distant past has been read', () => {
    const { session, progress } = openSession();
    session.showTime(at('12:00'));
    progress(1, 4);
    expect(session.state().progress).toBe(0.25);
    progress(4, 4);
    expect(session.state().progress).toBeUndefined();
  });
});
