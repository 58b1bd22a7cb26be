// Plants a fault in a source file as Vite loads it. The file itself stays as it is.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../run.mjs';

/** @typedef {{ title: string, file: string, from: string, to: string }} Mutant */
/** @typedef {{ test: string, mutants: readonly Mutant[] }} MutantList the tests that must catch them */

/** The environment variable that names a fault: its list, and its number there. */
export const VARIABLE = 'REFOLD_MUTANT';

/**
 * A plugin that plants the fault that the environment names; undefined if it names none.
 * @returns {Promise<import('vite').Plugin | undefined>}
 */
export async function plantedFault() {
  const named = process.env[VARIABLE];
  if (named === undefined) return undefined;
  const [name, number] = named.split(':');
  const file = pathToFileURL(join(root, 'scripts', 'mutants', `${name}.mjs`)).href;
  const { list } = /** @type {{ list: MutantList }} */ (await import(file));
  const mutant = list.mutants[Number(number)];
  if (mutant === undefined) throw new Error(`There is no fault ${named}.`);
  const source = join(root, mutant.file);
  return {
    name: 'planted-fault',
    enforce: 'pre',
    transform: (code, id) => (id.split('?')[0] === source ? planted(code, mutant) : undefined),
  };
}

/**
 * The code with a fault in it.
 * @param {string} code
 * @param {Mutant} mutant
 */
export function planted(code, { file, from, to, title }) {
  const parts = code.split(from);
  if (parts.length !== 2) throw new Error(`"${title}": its text stands ${parts.length - 1} times in ${file}.`);
  return parts.join(to);
}
