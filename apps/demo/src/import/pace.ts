/** How much work to do in one step, learned from the duration of earlier steps. */
export interface Pace {
  /** Units of work for the next step. */
  readonly units: number;
  /** Reports how long `units` took. */
  took(units: number, ms: number): void;
}

/**
 * Aims at steps of `targetMs`. It shrinks at once and grows by half, within bounds: with fewer than `min` units, the
 * work would only wait for storage; with more than `max`, one slow row would block the page.
 */
export function createPace({ targetMs, start, min, max }: PaceOptions): Pace {
  let units = start;
  return {
    get units() {
      return units;
    },
    took(done, ms) {
      // A small rest says nothing about a full step.
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
