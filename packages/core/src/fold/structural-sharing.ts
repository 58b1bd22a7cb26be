import type { StepBudget, Steps } from './work-steps.ts';

/**
 * Returns `next` with its equal parts replaced by those of `before`; `before` itself if all is equal. So unchanged
 * parts keep their identity, though they were computed again. Changes neither argument.
 */
export function reuse<T>(before: unknown, next: T): T {
  if (Object.is(before, next) || !isSameKind(before, next)) return next;
  const keys = Object.keys(next as object);
  const keysBefore = Object.keys(before);
  let isSame = keys.length === keysBefore.length;
  let parts: Record<string, unknown> | undefined;
  for (const [i, key] of keys.entries()) {
    const was: unknown = before[key];
    const is = (next as Record<string, unknown>)[key];
    const part = reuse(was, is);
    // Another order of keys is a difference to code that iterates.
    isSame &&= key === keysBefore[i] && Object.is(part, was);
    if (Object.is(part, is)) continue;
    parts ??= (Array.isArray(next) ? [...(next as unknown[])] : { ...next }) as Record<string, unknown>;
    parts[key] = part;
  }
  if (isSame) return before as T;
  if (parts === undefined) return next;
  return (Object.isFrozen(next) ? Object.freeze(parts) : parts) as T;
}

/**
 * The same in steps, for a document with many parts: those on the first two levels count as one event each, with all
 * that is below them.
 */
export function* reuseInParts<T>(before: unknown, next: T, budget: StepBudget, levels = 2): Steps<T> {
  if (Object.is(before, next) || !isSameKind(before, next)) return next;
  const keys = Object.keys(next as object);
  // The parts first, one by one. Then they are the same objects, and all is compared quickly.
  const parts = (Array.isArray(next) ? [...(next as unknown[])] : { ...next }) as Record<string, unknown>;
  for (const key of keys) {
    if (budget.isSpent) yield;
    budget.take(1);
    const [was, is] = [before[key], parts[key]];
    parts[key] = levels > 1 ? yield* reuseInParts(was, is, budget, levels - 1) : reuse(was, is);
  }
  const isDivided = keys.some((key) => !Object.is(parts[key], (next as Record<string, unknown>)[key]));
  if (isDivided && Object.isFrozen(next)) Object.freeze(parts);
  return reuse(before, isDivided ? (parts as T) : next);
}

/** Whether both are lists, or both plain objects. */
function isSameKind(before: unknown, next: unknown): before is Record<string, unknown> {
  if (typeof before !== 'object' || typeof next !== 'object' || before === null || next === null) return false;
  const prototype: unknown = Object.getPrototypeOf(next);
  return (
    prototype === Object.getPrototypeOf(before) &&
    (prototype === Object.prototype || prototype === Array.prototype || prototype === null)
  );
}
