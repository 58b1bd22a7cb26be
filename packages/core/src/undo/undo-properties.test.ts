import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { testEnv } from '../env/env.fixture.ts';
import { fold, initialState, type ModelDefinition, type LogEntry } from '../fold/fold.ts';
import { tools } from '../fold/fold.fixture.ts';
import { createStore } from '../store/create-store.ts';
import { testHandle } from '../test-handle.fixture.ts';
import { memoryLog } from '../memory/memory-log.ts';
import type { EventLog } from '../log/event-log.ts';
import { isControl, Redone, Rejected, Undone } from '../model/control-events.ts';
import type { Envelope } from '../model/envelope.ts';
import { eventIdFrom } from '../model/ids.ts';
import { budget } from '../property.fixture.ts';
import { readAll } from '../testing/contracts/log-fixture.ts';
import { Bumped, outOf, plain, Put, rows, tally } from '../time-travel/history.fixture.ts';
import { rejectCommit } from '../rejections/reject-commit.ts';
import { Added, totals } from './undo-properties.fixture.ts';
import { createUndo } from './create-undo.ts';
import { whenRead } from './when-read.fixture.ts';
import type { UndoOutcome } from './undo.ts';
import { sizedProperty } from '../sizes.fixture.ts';

const HORIZON = 25;
const models = [rows, tally, totals] as unknown as readonly ModelDefinition[];
const ACTORS = ['ann', 'bob'];
const step = fc.record({
  do: fc.constantFrom(
    ...(['put', 'put', 'bump', 'bump', 'add', 'two', 'undo', 'undo', 'undo', 'redo', 'redo', 'any'] as const),
    ...(['reject', 'reject two', 'reject any'] as const),
  ),
  actor: fc.constantFrom(...ACTORS),
  k: fc.nat(3),
  pick: fc.nat(30),
});
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;
const scripts = fc.array(step, { maxLength: 40 });

async function open(log: EventLog) {
  const act = { as: 'ann' };
  const env = testEnv();
  const store = createStore({
    events: [Put, Bumped, Added],
    views: [rows, tally, totals],
    log,
    env,
    actor: () => act.as,
  });
  await store.ready;
  return { store, env, act, undo: createUndo(store) };
}
type Opened = Awaited<ReturnType<typeof open>>;

async function take({ store, act, undo }: Opened, { do: what, actor, k, pick }: Step): Promise<void> {
  act.as = actor;
  const handle = testHandle(store);
  const { heldEvents: tail, heldUpTo: head } = handle;
  const groups = tail.flatMap(({ event }) => event.metadata.group ?? []);
  const put = (): void => void store.append(Put({ k, n: pick }), Added({ k, n: pick }));
  if (what === 'put') put();
  else if (what === 'bump') store.append(Bumped({ k }));
  else if (what === 'add') store.append(Added({ k, n: pick }));
  else if (what === 'two') store.transaction('two', () => [put(), store.append(Bumped({ k: 3 - k }))]);
  else if (what === 'undo') await whenRead(store, () => undo.undo());
  else if (what === 'redo') await whenRead(store, () => undo.redo());
  // As a server rejects: a recent or an older commit, of any actor, perhaps twice.
  else if (what === 'reject' || what === 'reject two') {
    const facts = tail.filter(({ event, position }) => !isControl(event) && position > head - HORIZON);
    const last = facts.at(-1 - (pick % 7));
    const named = what === 'reject' ? [last] : [last, facts.at(-1 - k)];
    const ids = named.flatMap((placed) => placed?.event.id ?? []);
    if (ids.length > 0) await whenRead(store, () => rejectCommit(store, ids, { code: 'no' }));
  }
  // As another app may reject: unknown events, events out of reach, or a control.
  else if (what === 'reject any') {
    const ids = [tail.at(-pick)?.event.id ?? 'evt_none', tail.at(k)?.event.id ?? 'evt_none'];
    await whenRead(store, () => handle.appendControl(Rejected({ events: ids, code: 'no' })));
  }
  // As committing a fork does: any groups, of any actor.
  else if (groups.length > 0)
    await whenRead(store, () =>
      handle.appendControl(
        (pick % 3 === 0 ? Redone : Undone)({ groups: [groups[pick % groups.length]!, groups[k % groups.length]!] }),
      ),
    );
}

const valuesOf = ({ store }: Opened): unknown => [plain(store.get(rows)), store.get(tally), store.get(totals)];

/** Folds the log from scratch, without the events that are out of it. */
async function scratch(log: EventLog, horizon = HORIZON): Promise<unknown> {
  const events: readonly Envelope[] = (await readAll(log)).flatMap((commit) => commit.events);
  const out = outOf(events, horizon);
  const placed = events.flatMap((event, i): LogEntry[] => (out.has(i) ? [] : [{ position: i + 1, event }]));
  return models.map((model) => plain(fold(model, initialState(model, tools(true)), placed, tools(true)).state.value));
}

const lasting = (undoHorizon: number): EventLog => ({
  ...memoryLog('undone', { undoHorizon }),
  close: () => Promise.resolve(),
});

describe('[UNDO-1] [SYNC-4] folding with controls equals folding the log without undone and rejected events', () => {
  test('event by event, in one go after a reload, and for an attached model', async () => {
    await fc.assert(
      sizedProperty(scripts, async (script) => {
        const log = lasting(HORIZON);
        const live = await open(log);
        for (const one of script) await take(live, one);
        await testHandle(live.store).written();
        const expected = await scratch(log);
        expect(valuesOf(live)).toEqual(expected);
        await live.store.attach(rows, totals);
        expect(valuesOf(live)).toEqual(expected);
        expect(valuesOf(await open(log))).toEqual(expected);
      }),
      budget(60),
    );
  });

  test('undo and redo after a reload and an attach have the same outcomes', async () => {
    await fc.assert(
      sizedProperty(scripts, scripts, fc.boolean(), async (script, more, isReloaded) => {
        const log = lasting(HORIZON);
        let live = await open(log);
        for (const one of script) await take(live, one);
        await testHandle(live.store).written();
        if (isReloaded) live = await open(log);
        else await live.store.attach(tally, totals);
        for (const one of more) await take(live, one);
        await testHandle(live.store).written();
        expect(valuesOf(live)).toEqual(await scratch(log));
      }),
      budget(40),
    );
  });

  test('from a snapshot at a position that no undo reaches any more', async () => {
    await fc.assert(
      sizedProperty(fc.array(scripts, { minLength: 1, maxLength: 3 }), async (internals) => {
        const log = lasting(HORIZON);
        let live = await open(log);
        for (const [i, script] of internals.entries()) {
          for (let n = 0; n < 4; n++)
            live.store.append(...Array.from({ length: 400 }, (_, j) => Put({ k: (i + j) % 150, n: n + j })));
          for (const one of script) await take(live, one);
          await testHandle(live.store).written();
          live.env.runIdle();
          await testHandle(live.store).snapshotsSaved();
          const { manifest } = (await log.snapshots!.read('rows', 'latest'))!;
          const head = (await log.open()).position;
          expect(manifest.position).toBeLessThanOrEqual(head - HORIZON);
          expect(manifest.position).toBeGreaterThan(head - HORIZON - 500);
          live = await open({
            ...log,
            read: (o) => (expect(o.after).toBeGreaterThanOrEqual(manifest.position), log.read(o)),
          });
          for (const one of script) await take(live, one);
          await testHandle(live.store).written();
          expect(valuesOf(live)).toEqual(await scratch(log));
        }
      }),
      budget(6),
    );
  });
});

describe('[VIEW-5] a store that was closed and reopened, from a snapshot and the events after it', () => {
  const acts = fc.array(
    fc.record({
      do: fc.constantFrom(
        'put',
        'add',
        'two',
        'bump',
        'bump',
        'join',
        'import',
        'import',
        'undo',
        'undo',
        'redo',
        'save',
        'reopen',
        'attach',
      ),
      actor: fc.constantFrom(...ACTORS),
      k: fc.nat(3),
      n: fc.nat(5),
    }),
    { maxLength: 60 },
  );

  test('[UNDO-1] [UNDO-2] undoes and redoes as if it had stayed open', async () => {
    await fc.assert(
      sizedProperty(acts, fc.constantFrom(4, 9), async (script, horizon) => {
        /** The outcome of each act, and the undo state then. */
        const play = async (isReopened: boolean): Promise<readonly unknown[]> => {
          const log = lasting(horizon);
          let live = await open(log);
          const seen: unknown[] = [];
          let imported = 0;
          for (const { do: what, actor, k, n } of script) {
            const handle = testHandle(live.store);
            live.act.as = actor;
            let outcome: Partial<UndoOutcome> = {};
            if (what === 'put') live.store.append(Put({ k, n }), Added({ k: k % 3, n }));
            else if (what === 'add') live.store.append(Added({ k: k % 3, n }));
            else if (what === 'bump') live.store.append(Bumped({ k }));
            else if (what === 'two')
              live.store.transaction('two', () => [live.store.append(Put({ k, n })), live.store.append(Bumped({ k }))]);
            // As coalescing runs do: other events may be between the parts of a group.
            else if (what === 'join') handle.appendToGroup(`${actor} ${k}`, Added({ k: k % 3, n }));
            else if (what === 'import') {
              const events = Array.from({ length: n }, () => given((imported += 1), k));
              await live.store.import(events);
            } else if (what === 'undo') outcome = await whenRead(live.store, () => live.undo.undo());
            else if (what === 'redo') outcome = await whenRead(live.store, () => live.undo.redo());
            await handle.written();
            if (isReopened && what === 'save') await handle.saveSnapshots();
            if (isReopened && what === 'attach') await live.store.attach(totals);
            if (isReopened && what === 'reopen') live = await open(log);
            live.act.as = actor;
            const {
              ok,
              reason,
              superseded = [],
            } = outcome as { ok?: boolean; reason?: string; superseded?: readonly unknown[] };
            const values = [plain(live.store.get(rows)), live.store.get(totals)];
            const state = await whenRead(live.store, () => live.undo.state);
            seen.push([what, ok, reason, superseded.length, state, values]);
          }
          return seen;
        };
        expect(await play(true)).toEqual(await play(false));
      }),
      budget(80),
    );
  });
});

/** An event of another log, without a group. */
const given = (n: number, k: number) => ({
  id: eventIdFrom('given', String(n)),
  type: Put.type,
  timestamp: '2020-01-01T00:00:00.000Z',
  data: { k, n },
});

test('[UNDO-3] n undos, then n redos, change nothing if nobody else has written', async () => {
  await fc.assert(
    sizedProperty(scripts, fc.nat(8), async (script, n) => {
      const live = await open(lasting(1_000));
      for (const one of script)
        await take(live, { ...one, actor: 'ann', do: /any|reject/.test(one.do) ? 'put' : one.do });
      const state = () => whenRead(live.store, () => live.undo.state);
      const { undoLabel, canUndo } = await state();
      const before = [valuesOf(live), undoLabel, canUndo];
      let done = 0;
      while (done < n && (await whenRead(live.store, () => live.undo.undo())).ok) done += 1;
      for (let i = 0; i < done; i++) expect((await whenRead(live.store, () => live.undo.redo())).ok).toBe(true);
      // Only the count of undos remains.
      const undone = live.store.get(tally).undone;
      const after = await state();
      const [values, ...rest] = [valuesOf(live), after.undoLabel, after.canUndo];
      const untold = (value: unknown): string => JSON.stringify(value).replace(/"undone":\d+/, '');
      expect([untold(values), ...rest]).toEqual([untold(before[0]), ...before.slice(1)]);
      expect(undone).toBeGreaterThanOrEqual(done);
    }),
    budget(60),
  );
});

test('[UNDO-3] [SYNC-4] in whatever order the events of several actors arrive, read models and stacks are the same', async () => {
  const acts = fc.array(
    fc.record({
      do: fc.constantFrom('add', 'add', 'undo', 'redo', 'reject'),
      actor: fc.constantFrom(...ACTORS, 'cat'),
      n: fc.nat(9),
    }),
    { maxLength: 30 },
  );
  await fc.assert(
    sizedProperty(acts, fc.infiniteStream(fc.nat(2)), async (script, choices) => {
      // Each actor alone, on a device of its own.
      const logs = new Map<string, readonly Envelope[]>();
      for (const actor of [...ACTORS, 'cat']) {
        const log = lasting(1_000);
        const live = await open(log);
        live.act.as = actor;
        for (const one of script.filter((s) => s.actor === actor)) {
          if (one.do === 'add') live.store.append(Added({ k: one.n % 3, n: one.n + 1 }));
          else if (one.do === 'undo') await whenRead(live.store, () => live.undo.undo());
          else if (one.do === 'redo') await whenRead(live.store, () => live.undo.redo());
          else {
            const facts = testHandle(live.store).heldEvents.filter(({ event }) => !isControl(event));
            const fact = facts.at(-1 - (one.n % 4));
            if (fact !== undefined)
              await whenRead(live.store, () => rejectCommit(live.store, [fact.event.id], { code: 'no' }));
          }
        }
        await testHandle(live.store).written();
        logs.set(
          actor,
          (await readAll(log)).flatMap((commit) => commit.events),
        );
      }
      const arrive = async (pick: () => number): Promise<unknown> => {
        const live = await open(lasting(1_000));
        const left = [...logs.values()].map((events) => [...events]).filter((events) => events.length > 0);
        while (left.length > 0) {
          const at = pick() % left.length;
          const event = left[at]!.shift()!;
          if (left[at]!.length === 0) left.splice(at, 1);
          await live.store.import([event as never]);
        }
        const stacks: unknown[] = [];
        for (const actor of [...ACTORS, 'cat']) {
          live.act.as = actor;
          stacks.push(await whenRead(live.store, () => live.undo.state));
          for (let i = 0; i < 3; i++)
            stacks.push((await whenRead(live.store, () => live.undo.redo())).ok, live.store.get(totals));
        }
        return [live.store.get(totals), stacks];
      };
      expect(await arrive(() => choices.next().value as number)).toEqual(await arrive(() => 0));
    }),
    budget(25),
  );
});
