import type { Commit } from './commit.ts';

// JSON text never holds a line break, so commits stand one a line: pieces are joined without parsing them, and a piece
// is parsed in one go.

/** Commits as text, one a line. */
export const toText = (commits: readonly Commit[]): string =>
  commits.map((commit) => JSON.stringify(commit)).join('\n');

/** The commits of a text. Throws a SyntaxError when it is damaged. */
export const fromText = (text: string): readonly Commit[] =>
  text === '' ? [] : (JSON.parse(`[${text.replaceAll('\n', ',')}]`) as readonly Commit[]);

/** The text without its first commits. */
export const withoutFirst = (text: string, commits: number): string =>
  commits === 0 ? text : text.split('\n').slice(commits).join('\n');
