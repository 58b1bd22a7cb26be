// @vitest-environment happy-dom
import { defineCommand, defineEvent, defineView } from '@refold/core';
import { createTestStore } from '@refold/core/testing';
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { StoreProvider, useCommand, useStatus, useView } from './index.ts';

const Added = defineEvent('counter.added', z.object({ by: z.int() }));
const counter = defineView('counter', { initial: { total: 0, last: '' } }).on(Added, (draft, e) => {
  draft.total += e.data.by;
  draft.last = e.timestamp;
});
const add = defineCommand('counter.add', { input: z.object({ by: z.int() }), decide: ({ by }) => Added({ by }) });

function Counter() {
  const { total, last } = useView(counter);
  const [run, { stage }] = useCommand(add);
  return (
    <button onClick={() => run({ by: 1 })}>
      {total} at {last}: {stage}, {useStatus().unsaved} unsaved
    </button>
  );
}

const openCounter = () =>
  createTestStore({ events: [Added], views: [counter], commands: [add], given: [Added({ by: 41 })] });

afterEach(cleanup);

it('[BIND-1] [TEST-6] a component renders at once with a test store, and follows it', async () => {
  const complain = vi.spyOn(console, 'error');
  const store = await openCounter();
  render(
    <StoreProvider store={store}>
      <Counter />
    </StoreProvider>,
  );
  const button = screen.getByRole('button');
  expect(button.textContent).toBe('41 at 2026-01-01T00:00:00.000Z: idle, 0 unsaved');

  store.clock.advance(60_000);
  fireEvent.click(button);
  expect(button.textContent).toBe('42 at 2026-01-01T00:01:00.000Z: memory, 1 unsaved');

  await act(() => store.settled());
  expect(button.textContent).toBe('42 at 2026-01-01T00:01:00.000Z: stored, 0 unsaved');

  act(() => void store.append(Added({ by: 8 })));
  expect(button.textContent).toContain('50 at');
  await act(() => store.settled());
  expect(complain).not.toHaveBeenCalled();
});
