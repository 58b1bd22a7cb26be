import { patched } from '../../model/table/patched.ts';
import type { Key } from '../../model/table/rows.ts';
import { Table } from '../../model/table/table.ts';
import { fold, type Folded, type LogEntry, type ModelState } from '../fold.ts';
import type { ReadModels } from '../read-models.ts';
import { changedOver } from '../refold.ts';
import { reuse } from '../structural-sharing.ts';
import { upperBound } from '../upper-bound.ts';
import { isReleased } from '../window/released-event.ts';
import { type Changed, type Checkpoint, checkpointsFrom } from '../window/undo-checkpoints.ts';

/** By read model. */
type States = ReadonlyMap<string, ModelState>;

/** What to leave out of a log. */
export interface Without {
  /** Ids of events. */
  readonly ids: ReadonlySet<string>;
  /** The states of the whole log. */
  readonly whole: States;
  /** The states to share equal parts with. */
  readonly shown: States;
}

/** The end of a log at one time, to fold it again without some of its events. */
export class FoldedLog {
  readonly #models: ReadModels;
  /** The events in memory, and those of them that are folded. */
  readonly #held: readonly LogEntry[];
  readonly #kept: readonly LogEntry[];
  readonly #checkpoints: ReadonlyMap<string, readonly Checkpoint[]>;
  readonly #difference: number;

  /**
   * The log as it is now. Only once the read models have a window. `difference`: the first position where it is another
   * log than before.
   */
  constructor(models: ReadModels, difference: number) {
    this.#models = models;
    this.#difference = difference;
    this.#held = [...models.tail.events];
    this.#kept = models.kept(this.#held);
    this.#checkpoints = new Map(models.models.map(({ name }) => [name, models.undoCheckpoints(name).all]));
  }

  /**
   * The read models without some events. Rows, and parts of documents, that come out equal to those of `shown` are the
   * same objects. Undefined if memory holds too little for it.
   */
  without({ ids, whole, shown }: Without): States | undefined {
    const isLeftOut = ({ event }: LogEntry): boolean => ids.has(event.id);
    if (this.#held.filter(isLeftOut).length < ids.size) return undefined;
    const leftOut = this.#kept.filter(isLeftOut);
    const states = new Map(whole);
    for (const model of this.#models.models) {
      const { name } = model;
      const isFolded = ({ event }: LogEntry): boolean => model['~handlers'].has(event.type);
      const first = leftOut.find(isFolded);
      if (first === undefined) continue;
      const all = this.#checkpoints.get(name)!;
      const checkpoint = checkpointsFrom(all, first.position)?.[0];
      if (checkpoint === undefined) return undefined;
      const { position, state } = checkpoint;
      const later = this.#kept.slice(upperBound(this.#kept, position)).filter(isFolded);
      if (later.some(({ event }) => isReleased(event))) return undefined;
      const rest = later.filter((entry) => !isLeftOut(entry));
      const folded = this.#models.reducing(() => fold(model, state, rest, this.#models.tools));
      const since = changedOver(checkpointsFrom(all, Math.min(first.position, this.#difference)) ?? all);
      states.set(name, sharing(shown.get(name)!, folded, since));
    }
    return states;
  }
}

/** `since`: what has changed in the log from the checkpoint on, or from where it differs from the log before. */
function sharing(shown: ModelState, { state, change }: Folded, since: Changed): ModelState {
  const value =
    state.value instanceof Table
      ? sharingRows(shown.value as Table, state.value, change, since)
      : reuse(shown.value, state.value);
  return { ...state, value };
}

/** Looks at the rows that may be other objects than in the state that is shown. */
function sharingRows(shown: Table, table: Table, change: Folded['change'], since: Changed): Table {
  const same = new Map<Key, object>();
  const isUnknown = change === 'whole' || since === 'whole';
  for (const key of isUnknown ? allKeys(table) : [...(change?.keys() ?? []), ...(since ?? [])]) {
    const row = table.rows.get(key);
    const shared = row && reuse(shown.rows.get(key), row);
    if (shared !== undefined && shared !== row) same.set(key, shared);
  }
  return patched(table, same);
}

function* allKeys(table: Table): Generator<Key> {
  for (const [key] of table.rows.ascend()) yield key;
}
