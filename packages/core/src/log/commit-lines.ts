import type { Commit } from './commit.ts';

// JSON text contains no line break, so each line holds a commit. Texts are joined without parsing, and parsed in one
// go.

/** Writes commits as text, one a line. `events` comes first, as in the lines of a protocol. */
export const toText = (commits: readonly Commit[]): string =>
  commits.map(({ events, imported }) => JSON.stringify({ events, imported })).join('\n');

/** Parses the commits of a text. Throws a SyntaxError if it is damaged. */
export const fromText = (text: string): readonly Commit[] =>
  text === '' ? [] : (JSON.parse(`[${text.replaceAll('\n', ',')}]`) as readonly Commit[]);

/** The text without its first commits. */
export const withoutFirst = (text: string, commits: number): string =>
  commits === 0 ? text : text.split('\n').slice(commits).join('\n');
