import type { Tail } from '../fold/window/tail.ts';
import { undoFold } from '../fold/undo-fold.ts';
import type { Receipt } from '../write/receipt.ts';
import type { AnyStore } from '../store/store.ts';
import { internalsOf, type StoreInternals } from '../store/internals.ts';
import { Dismissed } from '../model/control-events.ts';
import type { Envelope } from '../model/envelope.ts';
import { appendControl } from '../undo/append-control.ts';
import { Listeners } from '../store/listeners.ts';
import { type OpenRejection, OpenRejections } from './open-rejections.ts';
import type { RejectedCommit, Rejections, RejectionsOptions } from './rejections.ts';

/**
 * Lists the rejected commits of the store's actor, in one scope or in all, until each is retried or dismissed. The list
 * follows from the log alone, so it is the same after a reload. It reaches as far back as undo does.
 *
 * @example
 * const rejections = createRejections(store);
 * for (const { label, code, retry, dismiss } of rejections.list) show(`${label} was refused: ${code}`, { retry, dismiss
 * });
 */
export function createRejections(store: AnyStore, options: RejectionsOptions = {}): Rejections {
  return new StoreRejections(store, options);
}

class StoreRejections implements Rejections {
  readonly #internals: StoreInternals;
  readonly #listeners: Listeners;
  #open: OpenRejections;
  #list: readonly RejectedCommit[] = [];
  /** The listed commits by id, so that they stay identical when the log is read again. */
  #known: ReadonlyMap<string, RejectedCommit> = new Map();
  #tail: Tail | undefined;
  /** Position up to which events have been read. */
  #taken = 0;

  constructor(store: AnyStore, { scope }: RejectionsOptions) {
    this.#internals = internalsOf(store);
    this.#internals.kernel.models.useUndoFold(undoFold);
    this.#open = new OpenRejections({ actor: this.#internals.actor(), scope });
    this.#listeners = new Listeners(store, () => this.list);
  }

  get list(): readonly RejectedCommit[] {
    const { all } = this.#caughtUp();
    const list = all.map((open) => this.#known.get(open.rejected.id) ?? this.#commit(open));
    if (list.length !== this.#list.length || list.some((commit, i) => commit !== this.#list[i])) {
      this.#list = list;
      this.#known = new Map(list.map((commit) => [commit.id, commit]));
    }
    return this.#list;
  }

  subscribe(listener: () => void): () => void {
    return this.#listeners.add(listener);
  }

  close(): void {
    this.#listeners.close();
  }

  /**
   * Returns the open rejections as of now. Starts again after another actor signs in, or when the store was rebuilt.
   */
  #caughtUp(): OpenRejections {
    const { controls, tail } = this.#internals.kernel.models;
    const { actor: before, scope } = this.#open.owner;
    const actor = this.#internals.actor();
    const first = tail.events[0]?.position ?? tail.head + 1;
    if (tail !== this.#tail || actor !== before || this.#taken < first - 1) {
      // Each actor sees another part of a rejection's events.
      if (actor !== before) this.#known = new Map();
      this.#tail = tail;
      this.#open = new OpenRejections({ actor, scope });
      this.#taken = first - 1;
    }
    if (this.#taken < tail.head) {
      const fresh = tail.since(this.#taken);
      this.#open.take(fresh, (rejection) => controls.rejectedBy(rejection), tail.head - tail.horizon);
      this.#taken = tail.head;
    }
    return this.#open;
  }

  #commit({ rejected, events: entries }: OpenRejection): RejectedCommit {
    const { id, timestamp: at, data } = rejected;
    const events = entries.map(({ event }) => event);
    const { label } = events[0]!.metadata;
    const command = commandOf(events);
    return {
      ...{ id, code: data.code, details: data.details, at, events },
      ...(command !== undefined && { command }),
      ...(label !== undefined && { label }),
      retry: () => this.#settle('retry', id, () => this.#append(id, events)),
      dismiss: () => this.#settle('dismiss', id, () => appendControl(this.#internals, Dismissed({ rejections: [id] }))),
    };
  }

  #settle(action: string, id: string, append: () => Receipt): Receipt | undefined {
    this.#internals.assert.write(action);
    this.#internals.assert.control(action);
    return this.#caughtUp().has(id) ? append() : undefined;
  }

  #append(retries: string, events: readonly Envelope[]): Receipt {
    const { groups, kernel, newMetadata } = this.#internals;
    const { label, scope, compensates } = events[0]!.metadata;
    const command = commandOf(events);
    const { metadata, note } = groups.next(newMetadata(), { label, scope, ...(command !== undefined && { command }) });
    const drafts = events.map(({ type, data }) => ({ type, data }));
    const retried = { ...metadata, ...(compensates !== undefined && { compensates }), retries };
    return kernel.commit(drafts, { metadata: retried, note }).receipt;
  }
}

/** The command that decided all of some events, if one did. */
function commandOf(events: readonly Envelope[]): string | undefined {
  const { command } = events[0]!.metadata;
  return events.every(({ metadata }) => metadata.command === command) ? command : undefined;
}
