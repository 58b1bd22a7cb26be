import fc, { Arbitrary } from 'fast-check';
import type { Draft } from '../../model/envelope.ts';
import type { AnyEvent, DraftOf, EventType } from '../../model/event.ts';
import { eventArbitrary } from './event-arbitrary.ts';

/** The drafts that an event definition or an arbitrary of events gives. */
type DraftFrom<X> = X extends Arbitrary<infer D> ? D : DraftOf<X>;

/**
 * What may happen, in any order, to fold into read models: a list of events at random of these kinds. Give an arbitrary in
 * the place of a definition to say how its events are made, or give it twice to have more of them.
 *
 * @example
 * fc.assert(fc.property(logArbitrary(shopEvents), (log) => checkFold(orders, ...log)));
 */
export function logArbitrary<const X extends AnyEvent | Arbitrary<Draft>>(
  kinds: readonly X[],
  { maxLength = 20 }: { readonly maxLength?: number } = {},
): Arbitrary<readonly DraftFrom<X>[]> {
  const one = fc.oneof(
    ...kinds.map((kind) =>
      kind instanceof Arbitrary ? kind : eventArbitrary(kind as unknown as EventType<string, unknown>),
    ),
  );
  return fc.array(one, { maxLength, size: 'max' }) as unknown as Arbitrary<readonly DraftFrom<X>[]>;
}
