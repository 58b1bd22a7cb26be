import type { Envelope } from '../model/envelope.ts';
import type { RejectedData } from '../model/control-events.ts';
import type { ConfirmedLine, Line, Refusal } from './wire.ts';

const EVENTS = '"events":[';

/** Writes a commit as a line. */
export function toLine({ events, imported }: { readonly events: readonly Envelope[]; readonly imported?: true }): Line {
  // `events` comes first: the head of a confirmed line is put before it, and taken off again.
  const text = JSON.stringify({ events, ...(imported && { imported }) });
  return { text, ids: events.map(({ id }) => id) };
}

/** The place of a commit in the log of an authority. */
export interface LineHead {
  /** Position of its first event. */
  readonly seq: number;
  /** When the authority received it: ISO-8601 in UTC, with milliseconds. */
  readonly at: string;
  readonly by: string;
}

/** Puts the head before a pushed line, which stays as it is. */
export function confirmLine({ text, ids }: Line, { seq, at, by }: LineHead): ConfirmedLine {
  const line = { text: `{"seq":${seq},"at":"${at}","by":"${by}",${text.slice(1)}`, ids, by };
  const refusals = refusalsIn(text);
  return refusals.length === 0 ? line : { ...line, refusals };
}

/** The line as it was pushed. The head holds no quotes within its texts, so the first `"events":[` ends it. */
export const pushedLine = ({ text, ids }: Line): Line => ({ text: `{${text.slice(text.indexOf(EVENTS))}`, ids });

/** The refusals of a line. Most lines have none, which shows without parsing them. */
function refusalsIn(text: string): readonly Refusal[] {
  if (!text.includes('"$rejected"')) return [];
  const { events } = JSON.parse(text) as { readonly events: readonly Envelope[] };
  return events
    .filter(({ type }) => type === '$rejected')
    .map(({ id, data }) => ({ id, events: (data as RejectedData).events }));
}
