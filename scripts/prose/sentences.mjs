// The rules for docs/SPEC.md: a sentence has at most 25 words and begins on its own line.
import { withoutCodeBlocks } from './passages.mjs';

const MOST_WORDS = 25;

/**
 * @param {string} text
 * @returns {{ line: number, found: string, instead: string }[]}
 */
export function sentenceFaults(text) {
  /** @type {{ line: number, found: string, instead: string }[]} */
  const faults = [];
  /** The words of the current sentence, and the line on which it begins. */
  let words = /** @type {string[]} */ ([]);
  let began = 0;
  const end = () => {
    if (words.length > MOST_WORDS) {
      const found = `${words.slice(0, 5).join(' ')} … (${words.length} words)`;
      faults.push({ line: began, found, instead: `split it: at most ${MOST_WORDS} words a sentence` });
    }
    words = [];
  };
  withoutCodeBlocks(text)
    .split('\n')
    .forEach((line, index) => {
      if (/^\s*(?:$|#|\||[-*] )/.test(line)) end();
      if (/^\s*[#|]/.test(line)) return;
      sentencesOf(line).forEach((sentence, place) => {
        if (place > 0 || words.length === 0) {
          end();
          began = index + 1;
        }
        if (place > 0)
          faults.push({ line: index + 1, found: sentence, instead: 'begin the sentence on a line of its own' });
        words.push(...sentence.split(/\s+/).filter((word) => /[\p{L}\p{N}`]/u.test(word)));
      });
      if (/[.!?][)"”*]*$/.test(line.trimEnd())) end();
    });
  end();
  return faults;
}

/**
 * The sentences of a line. A name in code counts as one word, and its full stops do not end a sentence.
 * @param {string} line
 */
function sentencesOf(line) {
  const code = /** @type {string[]} */ ([]);
  const prose = line
    .replace(/^\s*[-*] /, '')
    .replace(/\*\*\[[A-Z0-9-]+\]\*\*/, '')
    .replace(/`[^`]*`/g, (found) => `\`${code.push(found) - 1}\``);
  return prose
    .split(/(?<=(?<!\b(?:e\.g|i\.e|etc|vs))[.!?][)"”*]*)\s+(?=["“(*]*[\p{Lu}`])/u)
    .map((sentence) =>
      sentence.replace(/`(\d+)`/g, (_, place) => code[Number(place)]?.replaceAll(' ', '\u00a0') ?? '').trim(),
    )
    .filter((sentence) => sentence !== '');
}
