import { decide } from '../write/decide.ts';
import type { Command, CommandDefinition, DecideContext } from '../model/command.ts';
import { accepted, type Decided, rejected } from './decided.ts';
import { CASE_START, createScene, type Given } from './scene.ts';

/** The context of a command besides its input and reads, for a case that depends on it. */
export interface CaseContext {
  /** Default: `2026-01-01T00:00:00.000Z`. */
  readonly now?: Date | string;
  /** Default: `tester`. */
  readonly actorId?: string;
  /**
   * Default: counts. `newId('ord')` returns `ord_1`, then `ord_2`; `newId()` returns UUIDs that end in 1, 2, and so on.
   */
  readonly newId?: DecideContext['newId'];
}

/** The events that happened before. */
export interface GivenEvents {
  /**
   * Decides a command after these events. Throws `command.threw` and `command.invalid_decision`, as `store.run` does.
   */
  when<I, D>(
    command: Command<I, D>,
    ...args: [I] extends [void] ? [input?: undefined, context?: CaseContext] : [input: I, context?: CaseContext]
  ): Decided<D>;
}

/**
 * A test case in three steps: given these events, when this command runs, then it decides events or a rejection. The
 * style is that of Emmett's deciders. There is no store, and nothing waits. It folds the given events into the
 * command's reads; ids count from 1, and time stands still. Schemas check the events, as in `append`.
 *
 * @example
 * given(ProductListed({ sku: 'tea', cents: 300 }))
 *   .when(placeOrder, { sku: 'tea', qty: 2 })
 *   .thenEvents(OrderPlaced({ id: 'ord_1', sku: 'tea', qty: 2, cents: 600 }));
 */
export function given(...events: readonly Given[]): GivenEvents {
  return {
    when<I, D>(command: Command<I, D>, input?: unknown, context: CaseContext = {}) {
      const definition = command as unknown as CommandDefinition;
      const { now = CASE_START, actorId = 'tester', newId = countingIds() } = context;
      const reads = createScene(events, Object.values(definition['~reads'])).readAll(definition['~reads']);
      const decided = decide(definition, input, reads, { now: new Date(now), actorId, newId });
      const title = titleOf(command.name, events);
      return (decided.ok
        ? accepted(title, decided.drafts)
        : rejected(title, decided.rejection)) as unknown as Decided<D>;
    },
  };
}

function titleOf(command: string, before: readonly Given[]): string {
  const types = before.map(({ type }) => type);
  const shown = types.length > 6 ? [...types.slice(0, 5), `${types.length - 5} more`] : types;
  return `Given ${shown.join(', ') || 'nothing'}, when "${command}" ran`;
}

function countingIds(): DecideContext['newId'] {
  let count = 0;
  return (prefix) => {
    count += 1;
    return prefix === undefined ? `00000000-0000-7000-8000-${String(count).padStart(12, '0')}` : `${prefix}_${count}`;
  };
}
