import fc, { Arbitrary } from 'fast-check';
import type { Draft } from '../../model/envelope.ts';
import type { AnyEvent, DraftOf, EventType } from '../../model/event.ts';
import { eventArbitrary } from './event-arbitrary.ts';

/** The drafts of an event definition or of an arbitrary of events. */
type DraftFrom<X> = X extends Arbitrary<infer D> ? D : DraftOf<X>;

/**
 * Generates random lists of events of these kinds, in any order, to fold into read models. Pass an arbitrary instead of
 * a definition to control how its events are generated, or pass it twice to have more of them.
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
