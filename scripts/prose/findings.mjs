// What the prose lint finds in a file.
import { habits, quotations } from './habits.mjs';
import { lineAt, passagesOf, withoutCodeBlocks } from './passages.mjs';
import { sentenceFaults } from './sentences.mjs';

const WIDTH = 120;

/** @typedef {{ line: number, found: string, instead: string }} Finding */

/**
 * @param {string} path relative to the repository
 * @param {string} text
 * @returns {Finding[]} in order of lines
 */
export function findingsOf(path, text) {
  const passages = passagesOf(path, text);
  const findings = quotations.some((quotation) => path.endsWith(quotation))
    ? []
    : passages.flatMap((passage) => habitsIn(path, passage));
  findings.push(
    ...(path.endsWith('.md') ? tooWide(text) : passages.flatMap((passage) => tooWideComments(text, passage))),
  );
  if (path.endsWith('SPEC.md')) findings.push(...sentenceFaults(text));
  return findings.sort((a, b) => a.line - b.line);
}

/**
 * @param {string} path
 * @param {import('./passages.mjs').Passage} passage
 */
function habitsIn(path, passage) {
  return habits
    .filter(({ except = [] }) => !except.some((end) => path.endsWith(end)))
    .flatMap(({ pattern, instead }) =>
      [...passage.text.matchAll(new RegExp(pattern, `${pattern.flags}g`))].map(({ 0: found, index }) => {
        const words = found.replace(/^[.!?]\s+/, '');
        return { line: lineAt(passage, index + found.length - words.length), found: words, instead };
      }),
    );
}

/**
 * Tables may be as wide as they need to be. So may lines with an address or a link.
 * @param {string} text
 * @returns {Finding[]}
 */
function tooWide(text) {
  const prose = withoutCodeBlocks(text);
  return prose
    .split('\n')
    .flatMap((line, index) => (/^\s*\||https?:\/\/|\]\(/.test(line) ? [] : widthFault(line, index + 1)));
}

/**
 * @param {string} text
 * @param {import('./passages.mjs').Passage} passage
 */
function tooWideComments(text, { kind, line, starts }) {
  if (kind === 'string') return [];
  const lines = text.split('\n').slice(line - 1, line - 1 + starts.length);
  return lines.flatMap((one, index) =>
    // A directive must stay on one line.
    /https?:\/\/|oxlint-disable|@ts-expect-error/.test(one) ? [] : widthFault(one, line + index),
  );
}

/**
 * @param {string} text
 * @param {number} line
 * @returns {Finding[]}
 */
function widthFault(text, line) {
  const { length } = text.trimEnd();
  return length > WIDTH ? [{ line, found: `${length} columns`, instead: `wrap it at ${WIDTH}` }] : [];
}
