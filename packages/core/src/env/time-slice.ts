import type { Env } from './env.ts';

/** Milliseconds to work before the page may paint and take input: half a frame, as a slice may overrun. */
const BUSY_MS = 6;

/** Divides long work into slices, so that the page stays responsive. */
export class TimeSlices {
  readonly #env: Pick<Env, 'elapsed' | 'pause'>;
  #since: number;

  constructor(env: Pick<Env, 'elapsed' | 'pause'>) {
    this.#env = env;
    this.#since = env.elapsed();
  }

  /** Whether to yield. Check it between short pieces of work. */
  get isDue(): boolean {
    return this.#env.elapsed() - this.#since >= BUSY_MS;
  }

  /** Lets the page paint. Rejects with the signal's reason if the work was aborted. */
  async rest(signal: AbortSignal | undefined): Promise<void> {
    await this.#env.pause();
    signal?.throwIfAborted();
    this.#since = this.#env.elapsed();
  }
}
