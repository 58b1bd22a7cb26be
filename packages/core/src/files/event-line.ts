import type { StoreInternals } from '../store/internals.ts';
import { acceptEvent } from '../write/accept-event.ts';
import { isRefoldError, RefoldError } from '../errors/refold-error.ts';
import type { Envelope, GivenEvent, Metadata } from '../model/envelope.ts';
import type { Line } from './lines.ts';

/** The event of a line as it will be stored, or the reason why the line is refused. */
export type Taken = { readonly event: Envelope } | { readonly error: RefoldError };

/** Reads the event of a line. `stamp` supplies the metadata that the line lacks. */
export function eventOf(line: Line, known: Pick<StoreInternals, 'catalog' | 'limits'>, stamp: Metadata): Taken {
  try {
    const given = parse(line);
    // A line with complete metadata keeps it byte for byte.
    return { event: acceptEvent(given, isWhole(given) ? ({} as Metadata) : stamp, known) };
  } catch (error) {
    // A schema that is asynchronous or throws is a fault of the app, not of the line.
    if (!isRefoldError(error) || error.code === 'schema.async') throw error;
    return { error };
  }
}

function parse(line: Line): GivenEvent {
  if ('problem' in line) throw new RefoldError('file.line_invalid', line);
  try {
    return JSON.parse(line.text) as GivenEvent;
  } catch (cause) {
    throw new RefoldError('file.line_invalid', { line: line.line, problem: 'not JSON (see cause)' }, cause);
  }
}

function isWhole(given: GivenEvent | null): boolean {
  const metadata = given?.metadata as Partial<Metadata> | null | undefined;
  return metadata?.correlationId !== undefined && metadata.source !== undefined && metadata.actorId !== undefined;
}
