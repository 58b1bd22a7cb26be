import type { LogEntry } from '../fold/fold.ts';
import { Dismissed, Rejected } from '../model/control-events.ts';
import type { EnvelopeOf } from '../model/event.ts';
import type { Envelope } from '../model/envelope.ts';

/** An actor, and a scope of theirs; undefined means all scopes. */
export interface Refused {
  readonly actor: string;
  readonly scope: string | undefined;
}

/** A rejection that is neither retried nor dismissed. */
export interface OpenRejection {
  readonly rejected: EnvelopeOf<typeof Rejected>;
  /** The owner's rejected events, in log order. */
  readonly events: readonly LogEntry[];
}

/**
 * An actor's rejections that are neither retried nor dismissed, computed from the log alone. Rejections beyond the undo
 * horizon are dropped, since their events are no longer in memory.
 */
export class OpenRejections {
  readonly owner: Refused;
  readonly #open = new Map<string, OpenRejection>();

  constructor(owner: Refused) {
    this.owner = owner;
  }

  /** The oldest first. */
  get all(): readonly OpenRejection[] {
    return [...this.#open.values()];
  }

  has(id: string): boolean {
    return this.#open.has(id);
  }

  /**
   * Adds the next events. `rejectedBy` returns the events that a rejection took out. Drops rejections at or before
   * `reach`.
   */
  take(entries: readonly LogEntry[], rejectedBy: (rejection: LogEntry) => readonly LogEntry[], reach: number): void {
    for (const entry of entries) {
      const { event } = entry;
      if (Rejected.is(event)) this.#rejected(event, rejectedBy(entry));
      else if (Dismissed.is(event)) for (const id of event.data.rejections) this.#open.delete(id);
      else if (event.metadata.retries !== undefined) this.#open.delete(event.metadata.retries);
    }
    for (const [id, { events }] of this.#open) if (events[0]!.position <= reach) this.#open.delete(id);
  }

  #rejected(rejected: EnvelopeOf<typeof Rejected>, all: readonly LogEntry[]): void {
    const events = all.filter(({ event }) => this.#isOwn(event)).sort((a, b) => a.position - b.position);
    if (events.length > 0) this.#open.set(rejected.id, { rejected, events });
  }

  #isOwn({ metadata: { actorId, scope } }: Envelope): boolean {
    return actorId === this.owner.actor && (this.owner.scope === undefined || scope === this.owner.scope);
  }
}
