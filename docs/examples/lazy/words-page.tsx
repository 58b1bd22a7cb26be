import { defineView } from '@refold/core';
import { useView } from '@refold/react';
import { NoteWritten } from '../react-notes.ts';

export const words = defineView('words', { initial: { count: 0 } }).on(NoteWritten, (draft, e) => {
  draft.count += e.data.text.split(' ').length;
});

export default function WordsPage() {
  return <p>{useView(words, ({ count }) => count)} words</p>;
}
