import * as z from 'zod';
import { type TestEnv, testEnv } from '../env/env.fixture.ts';
import { createStore } from '../store/create-store.ts';
import { memoryLog } from '../memory/memory-log.ts';
import type { EventLog } from '../log/event-log.ts';
import { defineCollection } from '../model/collection.ts';
import { defineCommand, reject } from '../model/command.ts';
import { Redone, Undone } from '../model/control-events.ts';
import { defineEvent } from '../model/event.ts';
import type { Limits } from '../model/limits.ts';
import { defineView } from '../model/view.ts';

// Notes on a wall, and money that cannot be taken back: for tests of undo.
export const Written = defineEvent('note.written', z.object({ id: z.string(), text: z.string() }));
export const Removed = defineEvent('note.removed', z.object({ id: z.string() }));
export const Paid = defineEvent('bill.paid', z.object({ cents: z.number() }), { undo: false });
const Refunded = defineEvent('bill.refunded', z.object({ cents: z.number() }));
export const Seen = defineEvent('page.seen');

export interface Note {
  readonly id: string;
  readonly text: string;
}
export const notes = defineCollection('notes', { key: (n: Note) => n.id, indexes: ['text'] })
  .on(Written, (rows, e) => rows.put(e.data))
  .on(Removed, (rows, e) => rows.delete(e.data.id));
export const till = defineView('till', { initial: { cents: 0 } })
  .on(Paid, (draft, e) => void (draft.cents += e.data.cents))
  .on(Refunded, (draft, e) => void (draft.cents -= e.data.cents));
/** Shows what was undone, and by whom. */
export const audit = defineView('audit', { initial: { lines: [] as string[] } }).on([Undone, Redone], (draft, e) => {
  draft.lines.push(`${e.metadata.actorId} ${e.type} ${e.data.groups.length}`);
});

export const write = defineCommand('note.write', {
  input: z.object({ id: z.string(), text: z.string(), wall: z.string().optional() }),
  label: ({ id }) => `Write ${id}`,
  coalesce: ({ id }) => id,
  scope: ({ wall }) => wall ?? 'home',
  decide: ({ id, text }) => Written({ id, text }),
});
export const pay = defineCommand('bill.pay', {
  input: z.object({ cents: z.number() }),
  reads: { till },
  label: ({ cents }) => `Pay ${cents}`,
  decide: ({ cents }) => Paid({ cents }),
  compensate: ([paid], reads) =>
    reads.till.cents < paid!.data.cents ? reject('spent') : Refunded({ cents: paid!.data.cents }),
});
export const events = [Written, Removed, Paid, Refunded, Seen];

/** Opens a wall; `act.as` sets the current actor. */
export async function openWall(log: EventLog = memoryLog(), env: TestEnv = testEnv(), limits: Partial<Limits> = {}) {
  const act = { as: 'ann' };
  const store = createStore({
    events,
    views: [notes, till, audit],
    commands: [write, pay],
    log,
    env,
    limits,
    actor: () => act.as,
  });
  await store.ready;
  const put = (id: string, text: string) => store.append(Written({ id, text }));
  const texts = (): readonly string[] => [...store.get(notes)].map((n) => `${n.id}=${n.text}`);
  return { store, env, log, act, put, texts };
}

/** A stored log that survives closing its store. */
export const lasting = (undoHorizon?: number): EventLog => {
  const log = memoryLog('wall', undoHorizon === undefined ? {} : { undoHorizon });
  return { ...log, close: () => Promise.resolve() };
};
