import type { AnyStore } from '@refold/core';
import {
  StoreProvider,
  useCommand,
  useEvent,
  useRejected,
  useStatus,
  useTimeline,
  useUndo,
  useView,
} from '@refold/react';
import { ConcurrentProvider } from '@refold/react/concurrent';
import { type ReactNode, Suspense, useState, useTransition } from 'react';
import { finishNote, found, noteIds, NoteDone, notes, writeNote } from './react-notes.ts';

export function App({ store, children }: { readonly store: AnyStore; readonly children: ReactNode }) {
  return (
    <Suspense fallback={<p>Opening…</p>}>
      <StoreProvider store={store}>{children}</StoreProvider>
    </Suspense>
  );
}

export function Notes() {
  const ids = useView(noteIds());
  return (
    <ul>
      {ids.map((id) => (
        <Line key={id} id={id} />
      ))}
    </ul>
  );
}

function Line({ id }: { readonly id: string }) {
  const note = useView(notes, (rows) => rows.get(id));
  const [finish, { stage, rejection }] = useCommand(finishNote);
  return (
    <li>
      {note?.text} <button onClick={() => finish({ id })}>{note?.isDone ? 'Done' : 'Finish'}</button>
      {stage === 'memory' && <small>saving</small>}
      {stage === 'failed' && <small>not saved yet</small>}
      {rejection?.code === 'already-done' && <em>“{rejection.details.text}” is done already</em>}
    </li>
  );
}

export function Refused() {
  const rejected = useRejected();
  return (
    <ul aria-label="Refused">
      {rejected.map(({ id, label, code, retry, dismiss }) => (
        <li key={id}>
          {label} was refused: {code} <button onClick={retry}>Try again</button> <button onClick={dismiss}>OK</button>
        </li>
      ))}
    </ul>
  );
}

export function Editor({ id }: { readonly id: string }) {
  const text = useView(notes, (rows) => rows.get(id)?.text ?? '');
  const [write, { rejection }] = useCommand(writeNote);
  const { undo, redo, canUndo, canRedo, undoLabel } = useUndo({ scope: 'notes' });
  return (
    <form>
      <input aria-label="Text" value={text} onChange={(e) => write({ id, text: e.target.value })} />
      {rejection?.code === 'invalid-input' && <em>{rejection.details.issues[0]?.message}</em>}
      <button type="button" disabled={!canUndo} title={undoLabel} onClick={() => undo()}>
        Undo
      </button>
      <button type="button" disabled={!canRedo} onClick={() => redo()}>
        Redo
      </button>
    </form>
  );
}

export function Search() {
  const [text, setText] = useState('');
  const [shown, setShown] = useState('');
  const [isPending, startTransition] = useTransition();
  const hits = useView(found(shown));
  const search = (next: string): void => {
    setText(next);
    startTransition(() => setShown(next));
  };
  return (
    <>
      <input aria-label="Search" value={text} onChange={(e) => search(e.target.value)} />
      <output aria-busy={isPending}>{hits.map((note) => note.text).join()}</output>
    </>
  );
}

export function FinishAll() {
  const [isPending, startTransition] = useTransition();
  const ids = useView(noteIds());
  const [finish] = useCommand(finishNote);
  const all = (): void => startTransition(() => ids.forEach((id) => finish({ id })));
  return (
    <button disabled={isPending} onClick={all}>
      Finish all
    </button>
  );
}

export function Concurrent({ store, children }: { readonly store: AnyStore; readonly children: ReactNode }) {
  return (
    <Suspense fallback={<p>Opening…</p>}>
      <ConcurrentProvider store={store}>{children}</ConcurrentProvider>
    </Suspense>
  );
}

export function Corner() {
  const [last, setLast] = useState('');
  const { unsaved, storage } = useStatus();
  const { position, head, isLive, seek, live } = useTimeline();
  useEvent(NoteDone, (event) => setLast(event.data.id));
  return (
    <footer>
      {storage === 'ok' ? `${unsaved} unsaved` : storage} {last}
      <input
        aria-label="Time"
        type="range"
        max={head}
        value={position}
        onChange={(e) => void seek(Number(e.target.value)).catch(console.error)}
      />
      {!isLive && <button onClick={live}>Now</button>}
    </footer>
  );
}
