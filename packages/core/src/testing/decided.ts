import { isRefoldError } from '../errors/refold-error.ts';
import type { EventsIn, InvalidInput, Rejection, RejectionsIn } from '../model/command.ts';
import type { Draft } from '../model/envelope.ts';
import { assertionError } from './assertion-error.ts';
import { checkEqual } from './check.ts';
import { hasMatcher } from './matcher.ts';
import { partOf, type PartOf } from './part-of.ts';
import { printValue } from './print-value.ts';
import { encode } from './scene.ts';

type Refusals<D> = RejectionsIn<D> | InvalidInput;
type DetailsOf<D, C> = Extract<Refusals<D>, { readonly code: C }>['details'];

/** The outcome of a command: events, which are not appended, or a rejection. */
export type CaseOutcome<D> =
  | { readonly ok: true; readonly events: readonly EventsIn<D>[] }
  | { readonly ok: false; readonly rejection: Refusals<D> };

/**
 * A command that was decided; state the expected outcome. There is no plain `then`: it would make this a promise for
 * `await` and for linters.
 */
export interface Decided<D> {
  /** Fails, with the difference, unless it decided exactly these events, in this order; none means none. */
  thenEvents(...events: readonly EventsIn<D>[]): void;
  /** Fails unless it was rejected with this code, and its details include these. */
  thenRejects<C extends Refusals<D>['code']>(code: C, details?: PartOf<DetailsOf<D, C>>): void;
  /** The outcome, for other checks. */
  readonly outcome: CaseOutcome<D>;
}

/** The same for any command. */
export interface AnyDecided {
  thenEvents(...events: readonly Draft[]): void;
  thenRejects(code: string, details?: unknown): void;
  readonly outcome: unknown;
}

/** A command that decided events. Checks them at once: a store would refuse invalid ones. */
export function accepted(title: string, drafts: readonly Draft[]): AnyDecided {
  const events = encode(drafts, []);
  const thenEvents = (...expected: readonly Draft[]): void => {
    const wanted = expected.map((draft) => expectable(draft, drafts));
    checkEqual(events, wanted, `${title}, it decided other events`, thenEvents);
  };
  const thenRejects = (code: string): void => {
    const found = events.length === 0 ? 'nothing' : `these events:\n\n${printValue(events)}\n`;
    throw assertionError(`${title}, it was not rejected with "${code}", but decided ${found}`, thenRejects);
  };
  return { thenEvents, thenRejects, outcome: { ok: true, events } };
}

/** A command that was rejected. */
export function rejected(title: string, rejection: Rejection): AnyDecided {
  const details = rejection.details === undefined ? '' : `, with\n\n${printValue(rejection.details)}\n`;
  const thenEvents = (...expected: readonly Draft[]): void => {
    const wanted = expected.map(({ type }) => type).join(', ') || 'nothing';
    throw assertionError(
      `${title}, it did not decide ${wanted}, but was rejected with "${rejection.code}"${details}`,
      thenEvents,
    );
  };
  const thenRejects = (code: string, expected?: unknown): void => {
    const found = `"${rejection.code}"${details}`;
    if (code !== rejection.code)
      throw assertionError(`${title}, it was not rejected with "${code}", but with ${found}`, thenRejects);
    const what = `${title}, it was rejected with "${code}", but with other details`;
    if (expected !== undefined) checkEqual(partOf(rejection.details, expected), expected, what, thenRejects);
  };
  return { thenEvents, thenRejects, outcome: { ok: false, rejection } };
}

/** An expected event as it would be stored. An event with matchers, which no schema accepts, stays as it is. */
function expectable(draft: Draft, decided: readonly Draft[]): Draft {
  try {
    return encode([draft], decided)[0]!;
  } catch (error) {
    if (!isRefoldError(error)) throw error;
    if (hasMatcher(draft.data)) return { type: draft.type, data: draft.data };
    throw new Error(`No command can decide the expected event, because a store would refuse it. ${error.message}`, {
      cause: error,
    });
  }
}
