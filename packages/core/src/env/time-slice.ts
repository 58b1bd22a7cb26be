import type { Env } from './env.ts';

/** How long to go on before the page may paint and take input: half a frame, with what one slice may be over. */
const BUSY_MS = 6;

/** Long work cut into slices, so that a page stays alive under it. */
export class TimeSlices {
  readonly #env: Pick<Env, 'elapsed' | 'pause'>;
  #since: number;

  constructor(env: Pick<Env, 'elapsed' | 'pause'>) {
    this.#env = env;
    this.#since = env.elapsed();
  }

  /** Whether it is time to rest. Asked between pieces that are short. */
  get isDue(): boolean {
    return this.#env.elapsed() - this.#since >= BUSY_MS;
  }

  /** Lets the page paint, then goes on, unless the work is not wanted any more: then it rejects with the signal's reason. */
  async rest(signal: AbortSignal | undefined): Promise<void> {
    await this.#env.pause();
    signal?.throwIfAborted();
    this.#since = this.#env.elapsed();
  }
}
