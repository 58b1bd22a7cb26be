/** How much work to do in one go, learned from how long it took before. */
export interface Pace {
  /** Units of work for the next go. */
  readonly units: number;
  /** Tells how long `units` took. */
  took(units: number, ms: number): void;
}

/**
 * Aims at goes of `targetMs`. It shrinks at once and grows by half a step, and stays within bounds: under `min`,
 * waiting for storage would be all that it does; over `max`, one slow row would hold up the page.
 */
export function createPace({ targetMs, start, min, max }: PaceOptions): Pace {
  let units = start;
  return {
    get units() {
      return units;
    },
    took(done, ms) {
      // A small leftover tells nothing about a full go.
      if (done < units / 2 && ms < targetMs) return;
      const wanted = (done * targetMs) / Math.max(ms, 0.5);
      const next = wanted < units ? wanted : Math.min(wanted, units * 1.5);
      units = Math.round(Math.min(max, Math.max(min, next)));
    },
  };
}

export interface PaceOptions {
  readonly targetMs: number;
  readonly start: number;
  readonly min: number;
  readonly max: number;
}
