// @vitest-environment happy-dom
import { createStore, defineEvent, defineView } from '@refold/core';
import { act, cleanup, render, screen } from '@testing-library/react';
import { Suspense } from 'react';
import { afterEach, expect, it } from 'vitest';
import * as z from 'zod';
import { StoreProvider, useStatus } from './index.ts';

const Counted = defineEvent('counted', z.object({ n: z.int() }));
const outerSum = defineView('outer-sum', { initial: { n: 0 } }).on(Counted, (draft, { data }) => {
  draft.n += data.n;
});
const innerSum = defineView('inner-sum', { initial: { n: 0 } }).on(Counted, (draft, { data }) => {
  draft.n += data.n;
});

afterEach(cleanup);

it('[BIND-1] returns the status of the nearest store, or of the chosen one', async () => {
  const outer = createStore({ events: [Counted], views: [outerSum] });
  const inner = createStore({ events: [Counted], views: [innerSum] });
  const Pending = () => (
    <p>
      {useStatus().unsaved} {useStatus({ store: inner }).unsaved} {useStatus({ store: outer }).unsaved}
    </p>
  );
  await act(async () => {
    render(
      <Suspense>
        <StoreProvider store={outer}>
          <StoreProvider store={inner}>
            <Pending />
          </StoreProvider>
        </StoreProvider>
      </Suspense>,
    );
  });
  expect(screen.getByText('0 0 0')).toBeDefined();

  let stored: Promise<void> | undefined;
  act(() => {
    stored = outer.append(Counted({ n: 1 })).until('stored');
  });
  expect(screen.getByText('0 0 1')).toBeDefined();

  await act(() => stored);
  expect(screen.getByText('0 0 0')).toBeDefined();
});
