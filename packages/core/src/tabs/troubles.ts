import type { TabTrouble } from '../store/status.ts';
import type { StorageStatus } from '../write/storage-state.ts';

/** A tab that is in trouble repeats it this often, in milliseconds. */
export const REPEAT_MS = 20_000;
/**
 * After this time without a repetition, a trouble is forgotten: the tab has crashed, or is frozen. Hidden pages may be
 * a minute late.
 */
const FORGET_MS = 2 * REPEAT_MS + 60_000;

interface Report extends TabTrouble {
  readonly atMs: number;
}

/** The trouble that other tabs have with their storage. */
export class Troubles {
  readonly #reports = new Map<string, Report>();

  note(from: string, { storage, unsaved }: TabTrouble, atMs: number): void {
    if (storage === 'ok') this.#reports.delete(from);
    else this.#reports.set(from, { storage, unsaved, atMs });
  }

  /** The worst state, and the events of all those tabs; undefined without trouble. */
  at(nowMs: number): TabTrouble | undefined {
    for (const [from, { atMs }] of this.#reports) if (nowMs - atMs > FORGET_MS) this.#reports.delete(from);
    const reports = [...this.#reports.values()];
    const [worst] = reports.map(({ storage }) => storage).sort((a, b) => WORST.indexOf(a) - WORST.indexOf(b));
    return worst && { storage: worst, unsaved: reports.reduce((sum, { unsaved }) => sum + unsaved, 0) };
  }
}

const WORST: readonly StorageStatus[] = ['lost', 'full', 'blocked', 'degraded', 'ok'];
