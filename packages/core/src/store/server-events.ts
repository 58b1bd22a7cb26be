import type { GivenEvent } from '../model/envelope.ts';
import { acceptEvent } from '../write/accept-event.ts';
import { appendGiven } from './append-given.ts';
import { internalsOf } from './internals.ts';
import type { AnyStore } from './store.ts';

/** Folds events into the store that a server renders. Throws `event.invalid` and `event.envelope_invalid`. */
export function foldServerEvents(store: AnyStore, events: readonly GivenEvent[]): void {
  const internals = internalsOf(store);
  const metadata = internals.newMetadata('server');
  appendGiven(
    internals,
    events.map((event) => acceptEvent(event, metadata, internals)),
    () => undefined,
  );
}
