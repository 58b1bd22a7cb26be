// @vitest-environment happy-dom
import { createTestStore } from '@refold/core/testing';
import { StoreProvider, useCommand, useView } from '@refold/react';
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { left, ProductListed, sell, shop } from './testing-shop.ts';

function SellTea() {
  const tea = useView(left('tea'));
  const [run, { stage }] = useCommand(sell);
  return (
    <button onClick={() => run({ sku: 'tea', qty: 1 })}>
      {tea} left, {stage}
    </button>
  );
}

afterEach(cleanup);

test('a click sells', async () => {
  const store = await createTestStore({ ...shop, given: [ProductListed({ sku: 'tea', left: 5 })] });
  render(
    <StoreProvider store={store}>
      <SellTea />
    </StoreProvider>,
  );
  const button = screen.getByRole('button');
  fireEvent.click(button);
  expect(button.textContent).toBe('4 left, memory');
  await act(() => store.settled());
  expect(button.textContent).toBe('4 left, stored');
});
