// @vitest-environment happy-dom
import { act, cleanup } from '@testing-library/react';
import { useEffect, useState } from 'react';
import { afterEach, describe, expect, test } from 'vitest';
import { ConcurrentProvider } from './concurrent/index.ts';
import { type LastRun, StoreProvider, useCommand, useStatus, useTimeline, useUndo } from './index.ts';
import { openShop, sell, type ShopProvider, show, Sold } from './shop.fixture.ts';

afterEach(cleanup);

describe.each<{ readonly name: string; readonly Provider: ShopProvider }>([
  { name: 'StoreProvider', Provider: StoreProvider },
  { name: 'ConcurrentProvider', Provider: ConcurrentProvider },
])('$name', ({ Provider }) => {
  /** Renders a component that records each of its renders. */
  async function mount<T>(use: () => T) {
    const store = await openShop();
    await store.append(Sold({ sku: 'b' })).until('stored');
    const renders: T[] = [];
    const One = () => {
      renders.push(use());
      return null;
    };
    await show(store, <One />, Provider);
    return { store, renders };
  }
  type Run = ReturnType<typeof useCommand<{ sku: string }, unknown>>[0];
  /** Runs a command, and waits until everything is stored. */
  const runOnce = async (run: Run, sku: string): Promise<void> => {
    let stored: Promise<void> | undefined;
    act(() => {
      const outcome = run({ sku });
      if (outcome.ok) stored = outcome.receipt.until('stored');
    });
    await act(() => Promise.resolve(stored));
  };
  const useSell = () => useCommand(sell) as unknown as readonly [Run, LastRun<unknown>];

  test('[BIND-3] a component that uses only `run` of a command renders once', async () => {
    const { renders } = await mount(() => {
      const [run] = useSell();
      return run;
    });
    await runOnce(renders[0]!, 'a');
    await runOnce(renders[0]!, 'x');
    await runOnce(renders[0]!, 'a');
    expect(renders.length).toBe(1);
  });

  test('[BIND-3] reading the stage renders for the stage, and reading the rejection for that', async () => {
    const stages = await mount(() => {
      const [run, { stage }] = useSell();
      return { run, stage };
    });
    await runOnce(stages.renders[0]!.run, 'a');
    await runOnce(stages.renders[0]!.run, 'x');
    await runOnce(stages.renders[0]!.run, 'x');
    expect(stages.renders.map(({ stage }) => stage)).toEqual(['idle', 'memory', 'stored', 'idle']);
    const rejections = await mount(() => {
      const [run, { rejection, reset }] = useSell();
      return { run, reset, code: rejection?.code };
    });
    await runOnce(rejections.renders[0]!.run, 'a');
    await runOnce(rejections.renders[0]!.run, 'x');
    act(() => rejections.renders[0]!.reset());
    expect(rejections.renders.map(({ code }) => code)).toEqual([undefined, 'out-of-stock', undefined]);
  });

  test('[BIND-3] a field first read in a handler has its current value, and is followed from then on', async () => {
    const { renders } = await mount(useSell);
    const [run, last] = renders[0]!;
    await runOnce(run, 'a');
    expect([last.stage, renders.length]).toEqual(['stored', 1]);
    await runOnce(run, 'x');
    // A field that was read does not change in the same result.
    expect([last.stage, renders.at(-1)![1].stage, renders.length]).toEqual(['stored', 'idle', 2]);
  });

  test('[BIND-3] the result changes with a field that was read, so an effect may depend on it', async () => {
    const seen: string[] = [];
    const { renders } = await mount(() => {
      const [run, last] = useSell();
      useEffect(() => void seen.push(last.stage), [last]);
      return run;
    });
    await runOnce(renders[0]!, 'a');
    expect(seen).toEqual(['idle', 'memory', 'stored']);
  });

  test('[BIND-3] a field that is read later is followed from then on', async () => {
    let look = (): void => undefined;
    const { renders } = await mount(() => {
      const [isLooking, set] = useState(false);
      look = () => set(true);
      const [run, last] = useSell();
      return { run, stage: isLooking ? last.stage : undefined };
    });
    await runOnce(renders[0]!.run, 'a');
    act(look);
    await runOnce(renders[0]!.run, 'x');
    expect(renders.map(({ stage }) => stage)).toEqual([undefined, 'stored', 'idle']);
  });

  test('[BIND-3] status, undo and timeline render only components that read a changed field', async () => {
    const counts: Record<string, number> = {};
    const count = async (name: string, use: () => unknown): Promise<void> => {
      const { store, renders } = await mount(use);
      let stored: Promise<void> | undefined;
      act(() => void (stored = store.append(Sold({ sku: 'a' })).until('stored')));
      await act(() => Promise.resolve(stored));
      counts[name] = renders.length;
    };
    await count('storage', () => useStatus().storage);
    await count('unsaved', () => useStatus().unsaved);
    await count('undo', () => useUndo().undo);
    await count('label', () => useUndo().undoLabel);
    await count('redo', () => useUndo().canRedo);
    await count('seek', () => useTimeline().seek);
    await count('isLive', () => useTimeline().isLive);
    await count('head', () => useTimeline().head);
    expect(counts).toEqual({ storage: 1, unsaved: 3, undo: 1, label: 1, redo: 1, seek: 1, isLive: 1, head: 2 });
  });

  test('[BIND-3] a copy of a result has all of its fields', async () => {
    const { renders } = await mount(() => ({ ...useStatus() }));
    expect(renders[0]).toMatchObject({ phase: 'ready', storage: 'ok', unsaved: 0 });
  });
});
