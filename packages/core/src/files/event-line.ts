import type { Recorder } from '../write/recorder.ts';
import { isRefoldError, RefoldError } from '../errors/refold-error.ts';
import type { Envelope, GivenEvent, Metadata } from '../model/envelope.ts';
import type { Line } from './lines.ts';

/** The event that a line holds, as it is to be stored, or why it cannot be taken. */
export type Taken = { readonly event: Envelope } | { readonly error: RefoldError };

/** Reads the event of a line. `stamp` is for what its metadata does not say. */
export function eventOf(line: Line, recorder: Recorder, stamp: Metadata): Taken {
  try {
    const given = parse(line);
    // One that says all keeps its metadata letter by letter, in its order.
    return { event: recorder.accept(given, isWhole(given) ? ({} as Metadata) : stamp) };
  } catch (error) {
    // A schema that validates asynchronously, or throws, is a fault of the app and not of the line.
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
