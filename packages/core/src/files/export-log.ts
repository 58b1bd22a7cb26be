import { platformEnv } from '../env/env.ts';
import type { AnyStore } from '../store/store.ts';
import { internalsOf, storeInternals } from '../store/internals.ts';
import type { EventLog, LogPage } from '../log/event-log.ts';
import type { Envelope } from '../model/envelope.ts';
import { toHeader } from './header.ts';
import { laterSizes } from '../log/later-sizes.ts';

export interface ExportOptions {
  /** `unsaved`: only pending events, for when storage cannot even be read. Default `all`. */
  readonly events?: 'all' | 'unsaved';
}

/**
 * Exports the events of a store or a log as a file: lines of JSON (NDJSON), a header, then one envelope a line, in
 * order. It holds the events stored when it begins, then the store's pending ones. It reads a page at a time, as fast
 * as the consumer reads, so the log may have any length. Cancelling the stream ends it. Pipe it through a
 * CompressionStream to compress it.
 *
 * For a compacted log, it holds the remaining events, and the header has the floor.
 *
 * Throws `store.not_ready` and `store.closed`. The stream fails with `log.corrupt`, `log.closed`, or with
 * `log.compacted` if a compaction overtakes it.
 *
 * @example
 * const file = await new Response(exportLog(store).pipeThrough(new CompressionStream('gzip'))).blob();
 */
export function exportLog(
  from: AnyStore | EventLog,
  { events = 'all' }: ExportOptions = {},
): ReadableStream<ReturnType<TextEncoder['encode']>> {
  const texts = textsOf(sourceOf(from), events === 'all');
  const encoder = new TextEncoder();
  return new ReadableStream(
    {
      async pull(controller) {
        const { done, value } = await texts.next();
        if (done === true) controller.close();
        else controller.enqueue(encoder.encode(value));
      },
      async cancel() {
        await texts.return();
      },
    },
    // Nothing is read ahead, so only one page is in memory.
    { highWaterMark: 0 },
  );
}

interface Source {
  readonly log: EventLog;
  /** Taken before the log is read. An event stored meanwhile is in both parts, so none is missed. */
  readonly unsaved: readonly Envelope[];
  readonly now: () => number;
}

function sourceOf(from: AnyStore | EventLog): Source {
  if (!(storeInternals in from)) return { log: from as EventLog, unsaved: [], now: platformEnv().now };
  const {
    assert,
    log,
    env,
    kernel: { writer },
  } = internalsOf(from as AnyStore);
  assert.use('exportLog');
  return { log, unsaved: writer.pending, now: env.now };
}

/** Yields the text of the file, piece by piece. */
async function* textsOf({ log, unsaved, now }: Source, isWhole: boolean): AsyncGenerator<string, void, void> {
  const at = new Date(now()).toISOString();
  if (!isWhole) {
    yield toText([toHeader({ events: unsaved.length, at }), ...unsaved]);
    return;
  }
  const { id, floor } = await log.open();
  let page = await log.read({ after: floor, limit: laterSizes.logPage });
  const { confirmed: head } = page.mark;
  yield toText([toHeader({ log: id, position: head, events: head - floor, ...(floor > 0 && { floor }), at })]);
  const left = new Map(unsaved.map((event) => [event.id, event]));
  for (;;) {
    const stored = upTo(head, page);
    for (const event of stored) left.delete(event.id);
    if (stored.length > 0) yield toText(stored);
    if (page.last >= head) break;
    page = await log.read({ after: page.last, limit: laterSizes.logPage });
  }
  if (left.size > 0) yield toText([...left.values()]);
}

/** The events of a page, without those appended after the export began. */
function upTo(head: number, { commits }: LogPage): readonly Envelope[] {
  return commits.flatMap(({ events, position }) => events.slice(0, Math.max(0, head - position + 1)));
}

const toText = (values: readonly object[]): string => values.map((value) => `${JSON.stringify(value)}\n`).join('');
