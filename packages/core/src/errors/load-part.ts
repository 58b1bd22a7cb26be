import { RefoldError } from './refold-error.ts';

/**
 * Loads a part of Refold that most pages never use, by a dynamic `import()` that bundlers split off.
 * Rejects with `part.not_loaded`; the next call tries again.
 */
export async function loadPart<T>(part: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    throw new RefoldError('part.not_loaded', { part }, cause);
  }
}
