import { defineCollection, defineCommand, defineEvent, defineQuery, reject, type AnyStore } from '@refold/core';
import { rejectCommit } from '@refold/core/undo';
import * as z from 'zod';

export const NoteWritten = defineEvent('note.written', z.object({ id: z.string(), text: z.string() }));
export const NoteDone = defineEvent('note.done', z.object({ id: z.string() }));

export interface Note {
  id: string;
  text: string;
  isDone: boolean;
}
export const notes = defineCollection('notes', { key: (note: Note) => note.id })
  .on(NoteWritten, (rows, e) => rows.put({ isDone: false, ...rows.get(e.data.id), ...e.data }))
  .on(NoteDone, (rows, e) => {
    rows.update(e.data.id, (note) => {
      note.isDone = true;
    });
  });
export const noteIds = defineQuery('note-ids', { notes }, (read) => read.notes.range().map((note) => note.id));
export const found = defineQuery('found', { notes }, (read, text: string) =>
  read.notes.range().filter((note) => note.text.includes(text)),
);

export const writeNote = defineCommand('note.write', {
  input: z.object({ id: z.string(), text: z.string().max(20) }),
  label: ({ text }) => `Write “${text}”`,
  scope: 'notes',
  coalesce: ({ id }) => id,
  decide: (input) => NoteWritten(input),
});
export const finishNote = defineCommand('note.finish', {
  input: z.object({ id: z.string() }),
  reads: { notes },
  label: ({ id }, read) => `Finish “${read.notes.get(id)?.text}”`,
  decide({ id }, read) {
    const note = read.notes.get(id);
    if (note === undefined) return reject('gone');
    return note.isDone ? reject('already-done', { text: note.text }) : NoteDone({ id });
  },
});

export const notebook = {
  events: [NoteWritten, NoteDone],
  views: [notes],
  commands: [writeNote, finishNote],
} as const;

/** Sends finished notes to a server, and rejects the commits that it refuses. */
export function sendFinished(store: AnyStore, post: (event: object) => Promise<{ refused?: string }>) {
  return store.on('note.done').subscribe((event) => {
    post(event)
      .then(({ refused }) => refused && rejectCommit(store, [event.id], { code: refused }))
      .catch(console.error);
  });
}
