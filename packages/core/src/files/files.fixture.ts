import { testEnv } from '../env/env.fixture.ts';
import { events, stock, takings } from '../store/shop.fixture.ts';
import { createStore } from '../store/create-store.ts';
import type { Store } from '../store/store.ts';
import { memoryLog } from '../memory/memory-log.ts';
import type { EventLog } from '../log/event-log.ts';
import { eventIdFrom } from '../model/ids.ts';
import { readAll } from '../testing/contracts/log-fixture.ts';
import { exportLog } from './export-log.ts';
import type { FileSource } from './chunks.ts';

type Shop = Store<(typeof events)[number]>;

export const stagingLog = (): EventLog => memoryLog('shop', { undoHorizon: 0 });

/** Opens a shop on a log that supports staging, with its environment. */
export async function openShop(
  log: EventLog = stagingLog(),
): Promise<{ store: Shop; log: EventLog; env: ReturnType<typeof testEnv> }> {
  const env = testEnv();
  const store = createStore({ events, views: [stock, takings], log, env, actor: () => 'ann', source: 'shop' });
  await store.ready;
  return { store, log, env };
}

export const header = JSON.stringify({ format: 'refold-log', number: 1 });

/** A sale as a line of a file. The same name yields the same event. */
export const line = (name: string, qty = 1, more: object = {}): string =>
  JSON.stringify({
    id: eventIdFrom(name),
    type: 'order.placed',
    timestamp: '2026-01-31T12:00:00.000Z',
    version: 1,
    data: { sku: 'a', qty },
    metadata: { correlationId: 'cor_1', source: 'other', actorId: 'bob' },
    ...more,
  });

export const fileOf = (...lines: readonly string[]): FileSource => new Blob([[header, ...lines].join('\n')]).stream();

export const textOf = (from: Parameters<typeof exportLog>[0]): Promise<string> => new Response(exportLog(from)).text();

/** The events of a log as JSON text. */
export const lettersOf = async (log: EventLog): Promise<readonly string[]> =>
  (await readAll(log)).flatMap((commit) => commit.events.map((event) => JSON.stringify(event)));
