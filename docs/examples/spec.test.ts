import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '*.ts', '*.tsx'], {
  cwd: root,
  encoding: 'utf8',
});
const read = (path: string): string => readFileSync(root + path, 'utf8');
const idsIn = (text: string): readonly string[] => Array.from(text.matchAll(/\[([A-Z]+-\d+)\]/g), ([, id]) => id!);

const rules = Array.from(read('docs/SPEC.md').matchAll(/^- \*\*\[([A-Z]+-\d+)\]\*\* /gm), ([, id]) => id!);
/** Ids at the beginning of a quoted text, as in a test title. */
const titles = new Set(
  files
    .trim()
    .split('\n')
    .filter((file) => existsSync(root + file))
    .flatMap((file) => read(file).match(/['"`](?:\[[A-Z]+-\d+\] ?)+/g) ?? [])
    .flatMap(idsIn),
);

test('each rule of the specification has its own id, and a test names it', () => {
  expect(rules.filter((id, i) => rules.indexOf(id) !== i)).toEqual([]);
  expect(rules.filter((id) => !titles.has(id))).toEqual([]);
});

test('each rule that a test title or the specification names exists', () => {
  const named = new Set([...titles, ...idsIn(read('docs/SPEC.md'))]);
  expect([...named].filter((id) => !rules.includes(id))).toEqual([]);
});
