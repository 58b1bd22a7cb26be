import type { LogState } from './log-state.ts';
import { read } from './read.ts';

/** Ids of the confirmed events, read in pages. */
export function readAllOf(state: LogState, limit: number): readonly string[] {
  const ids: string[] = [];
  for (let after = state.floor; ;) {
    const { commits, last, mark } = read(state, { after, limit });
    for (const { position, events } of commits) {
      if (position !== state.floor + ids.length + 1) throw new Error(`A commit is at position ${position}.`);
      ids.push(...events.map(({ id }) => id));
    }
    if (last >= mark.confirmed) return ids;
    after = last;
  }
}
