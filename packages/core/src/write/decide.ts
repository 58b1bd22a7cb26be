import { RefoldError } from '../errors/refold-error.ts';
import type { CommandDefinition, DecideContext, InvalidInput, Rejection } from '../model/command.ts';
import type { Grouping } from './groups.ts';
import type { Draft } from '../model/envelope.ts';
import { parse } from '../model/schema.ts';
import { isPromise } from '../model/synchronous.ts';

/** The decision of a command: drafts to append, or a rejection. */
export type Decided =
  | { readonly ok: true; readonly drafts: readonly Draft[]; readonly grouping: Grouping }
  | { readonly ok: false; readonly rejection: Rejection };

/** Decides a command. Throws `command.threw`, `command.invalid_decision` and `schema.async`. */
export function decide(command: CommandDefinition, rawInput: unknown, reads: unknown, context: DecideContext): Decided {
  const schema = command['~schema'];
  const parsed =
    schema === undefined
      ? { ok: true as const, value: undefined }
      : parse(schema, rawInput, `command "${command.name}"`);
  if (!parsed.ok)
    return {
      ok: false,
      rejection: { code: 'invalid-input', details: { issues: parsed.issues } } satisfies InvalidInput,
    };
  const input = parsed.value;
  return judge(
    command,
    () => command['~decide'](input, reads, context),
    () => groupingOf(command, input, reads),
  );
}

/** Checks what a command has decided. Throws `command.threw` and `command.invalid_decision`. */
export function judge({ name }: CommandDefinition, decideNow: () => unknown, grouping: () => Grouping): Decided {
  try {
    const drafts = toDrafts(name, decideNow());
    if ('code' in drafts) return { ok: false, rejection: drafts };
    return { ok: true, drafts, grouping: grouping() };
  } catch (cause) {
    if (cause instanceof RefoldError) throw cause;
    throw new RefoldError('command.threw', { command: name }, cause);
  }
}

function groupingOf(
  { name, '~options': { label, scope, coalesce } }: CommandDefinition,
  input: unknown,
  reads: unknown,
): Grouping {
  return {
    command: name,
    label: label?.(input, reads),
    scope: typeof scope === 'function' ? scope(input) : scope,
    // Prefix the key with the command, so that keys of two commands never collide.
    key: coalesce && `${name} ${coalesce(input)}`,
  };
}

function toDrafts(command: string, decision: unknown): readonly Draft[] | Rejection {
  if (Array.isArray(decision)) {
    for (const draft of decision)
      if (!isDraft(draft))
        throw new RefoldError('command.invalid_decision', { command, found: `a list with ${name(draft)} in it` });
    return decision as Draft[];
  }
  if (isDraft(decision)) return [decision];
  if (isRejection(decision)) return decision;
  throw new RefoldError('command.invalid_decision', { command, found: name(decision) });
}

const isDraft = (value: unknown): value is Draft =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
const isRejection = (value: unknown): value is Rejection =>
  typeof value === 'object' && value !== null && 'code' in value && typeof value.code === 'string';

function name(value: unknown): string {
  if (isPromise(value)) return 'a promise';
  if (typeof value === 'function') return 'a function';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' && value !== null ? 'an object that is no event' : String(value);
}
