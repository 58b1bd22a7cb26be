// @vitest-environment happy-dom
import { readFileSync } from 'node:fs';
import { createTestStore } from '@refold/core/testing';
import * as binding from '@refold/react';
import { StoreProvider } from '@refold/react';
import { act, cleanup, configure, fireEvent, render, screen } from '@testing-library/react';
import { Suspense } from 'react';
import { afterEach, expect, test, vi } from 'vitest';
import { App, Concurrent, Corner, Editor, FinishAll, Notes, Refused, Search } from './react-guide.tsx';
import { Folding, lazyWords } from './lazy/words.tsx';
import { notebook, notes, NoteWritten, sendFinished } from './react-notes.ts';

// The default of one second is too short on a busy machine.
configure({ asyncUtilTimeout: 15_000 });
afterEach(cleanup);

const open = () =>
  createTestStore({
    ...notebook,
    given: [NoteWritten({ id: 'a', text: 'Buy tea' }), NoteWritten({ id: 'b', text: 'Sell tea' })],
  });

test('a list shows saved and refused commands', async () => {
  const store = await open();
  render(
    <App store={store}>
      <Notes />
    </App>,
  );
  const [buy] = screen.getAllByRole('button');
  fireEvent.click(buy!);
  expect(screen.getAllByRole('listitem')[0]!.textContent).toBe('Buy tea Donesaving');
  await act(() => store.settled());
  expect(screen.getAllByRole('listitem')[0]!.textContent).toBe('Buy tea Done');
  fireEvent.click(buy!);
  expect(screen.getAllByRole('listitem')[0]!.textContent).toBe('Buy tea Done“Buy tea” is done already');
});

test('a refused commit is taken back, and can be retried', async () => {
  const store = await open();
  const answers: { refused?: string }[] = [{ refused: 'not-yours' }, { refused: 'closed' }, {}];
  const posted: object[] = [];
  const sending = sendFinished(store, (event) => {
    posted.push(event);
    return Promise.resolve(answers.shift()!);
  });
  render(
    <App store={store}>
      <Notes />
      <Refused />
    </App>,
  );
  const refusals = (): unknown => screen.getByLabelText('Refused').textContent;
  fireEvent.click(screen.getAllByText('Finish')[0]!);
  expect([screen.getAllByText('Done').length, refusals()]).toEqual([1, '']);
  expect(await screen.findByText(/Finish “Buy tea” was refused: not-yours/)).toBeDefined();
  expect(screen.queryByText('Done')).toBeNull();
  fireEvent.click(screen.getByText('Try again'));
  expect([screen.getAllByText('Done').length, refusals()]).toEqual([1, '']);
  expect(await screen.findByText(/was refused: closed/)).toBeDefined();
  fireEvent.click(screen.getByText('OK'));
  expect([screen.queryByText('Done'), refusals(), posted.length]).toEqual([null, '', 2]);
  sending.unsubscribe();
});

test('continuous typing is one undo step', async () => {
  const store = await open();
  render(
    <StoreProvider store={store}>
      <Editor id="a" />
    </StoreProvider>,
  );
  const input = screen.getByLabelText<HTMLInputElement>('Text');
  for (const text of ['Buy te', 'Buy t', 'Buy c', 'Buy cup']) fireEvent.change(input, { target: { value: text } });
  store.clock.advance(1_000);
  fireEvent.change(input, { target: { value: 'Buy cups' } });
  fireEvent.click(screen.getByText('Undo'));
  expect(input.value).toBe('Buy cup');
  fireEvent.click(screen.getByText('Undo'));
  expect(input.value).toBe('Buy tea');
  fireEvent.click(screen.getByText('Redo'));
  expect(input.value).toBe('Buy cup');
  fireEvent.change(input, { target: { value: 'Buy cups and saucers and spoons' } });
  expect([input.value, document.querySelector('em') === null]).toEqual(['Buy cup', false]);
});

test('a search and a command run in transitions', async () => {
  const store = await open();
  render(
    <Concurrent store={store}>
      <Search />
      <FinishAll />
    </Concurrent>,
  );
  // oxlint-disable-next-line typescript/require-await -- an async act waits for transitions
  await act(async () => void fireEvent.change(screen.getByLabelText('Search'), { target: { value: 'Sell' } }));
  expect(screen.getByRole('status').textContent).toBe('Sell tea');
  // oxlint-disable-next-line typescript/require-await -- as above
  await act(async () => void fireEvent.click(screen.getByText('Finish all')));
  expect(
    store
      .get(notes)
      .range()
      .map((note) => note.isDone),
  ).toEqual([true, true]);
});

test('the corner shows unsaved events, the last event and the past', async () => {
  const store = await open();
  await store.settled();
  render(
    <App store={store}>
      <Notes />
      <Corner />
    </App>,
  );
  fireEvent.click(screen.getAllByRole('button')[0]!);
  expect(document.querySelector('footer')!.textContent).toBe('1 unsaved a');
  await act(() => store.settled());
  fireEvent.change(screen.getByLabelText('Time'), { target: { value: '2' } });
  expect(await screen.findByText('Now')).toBeDefined();
  expect(screen.getAllByRole('listitem')[0]!.textContent).toContain('Buy tea Finish');
  fireEvent.click(screen.getByText('Now'));
  expect(screen.getAllByRole('listitem')[0]!.textContent).toContain('Buy tea Done');
});

test('[VIEW-4] a lazy page attaches its read model, and the other pages work meanwhile', async () => {
  const store = await open();
  const attach = store.attach.bind(store);
  let fold = (): void => undefined;
  const folding = new Promise<void>((resolve) => (fold = resolve));
  vi.spyOn(store, 'attach').mockImplementation((...models) => folding.then(() => attach(...models)));
  const Words = lazyWords(store);
  // oxlint-disable-next-line typescript/require-await -- an async act waits for suspended components
  await act(async () => {
    render(
      <App store={store}>
        <Notes />
        <Suspense fallback={<Folding />}>
          <Words />
        </Suspense>
      </App>,
    );
  });
  fireEvent.click(screen.getAllByText('Finish')[0]!);
  expect([screen.getAllByText('Done').length, screen.getByRole('progressbar').textContent]).toEqual([1, '']);
  await act(() => Promise.resolve(fold()));
  expect(await screen.findByText('4 words')).toBeDefined();
  act(() => void store.append(NoteWritten({ id: 'c', text: 'Drink it' })));
  expect(screen.getByText('6 words')).toBeDefined();
});

test('the React guide shows only code of these examples', () => {
  const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
  const files = [
    'react-notes.ts',
    'react-guide.tsx',
    'react-guide.test.tsx',
    'hot-reload/store.ts',
    'lazy/words.tsx',
    'lazy/words-page.tsx',
  ];
  const examples = files.map((file) => read(`./${file}`));
  const blocks = [...read('../guides/react.md').matchAll(/^```\w*\n([^]*?)^```$/gm)].map(([, code]) => code!);
  expect(blocks.length).toBeGreaterThan(8);
  expect(blocks.filter((block) => !examples.some((example) => example.includes(block)))).toEqual([]);
});

test('the guide and the README of the package list every hook', () => {
  const hooks = Object.keys(binding).filter((name) => name.startsWith('use'));
  const unlisted = ['../guides/react.md', '../../packages/react/README.md'].map((path) => {
    const text = readFileSync(new URL(path, import.meta.url), 'utf8');
    return hooks.filter((hook) => !text.includes(`| \`${hook}(`));
  });
  expect([hooks.length > 8, unlisted]).toEqual([true, [[], []]]);
});
