import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../', import.meta.url));
const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { cwd: root, encoding: 'utf8' })
  .trim()
  .split('\n');
const pages = files.filter((file) =>
  /^(?:docs\/(?!api\/).*|packages\/[^/]+\/[^/]+|README|CONTRIBUTING)[.]md$/.test(file),
);

const FILE = /(?:[\w.-]+\/)*[\w.-]+[.](?:tsx?|mjs|jsx?|json|md|css)\b/g;
/** A name such as `x.test.ts` stands for any file. */
const isPlaceholder = (path: string): boolean => path.startsWith('x.');

test('a page that names a file of the repository names one that exists', () => {
  const missing = pages.flatMap((page) =>
    filesNamedIn(readFileSync(root + page, 'utf8'))
      .filter((path) => !isPlaceholder(path) && !files.some((file) => `/${file}`.endsWith(`/${path}`)))
      .map((path) => `${page} names ${path}`),
  );
  expect(missing).toEqual([]);
});

test('file names are found in code and as paths, and in neither links nor blocks of code', () => {
  const page =
    'Node.js runs `fold.ts`, or `node scripts/a.mjs`; see docs/b.md.\n\n```ts\n`c.ts`\n```\n\n[d](../d.md)\n';
  expect(filesNamedIn(page)).toEqual(['fold.ts', 'scripts/a.mjs', 'docs/b.md']);
});

/** The files that a page of Markdown names in its prose: in code spans by any path, elsewhere by one with a folder. */
function filesNamedIn(page: string): readonly string[] {
  const prose = page.replaceAll(/^```[^]*?^```$/gm, '').replaceAll(/\]\([^)]*\)/g, ']');
  return Array.from(prose.matchAll(/`([^`\n]+)`|[^`]+/g), ([text, code]) => {
    const named = (code ?? text).match(FILE) ?? [];
    return code === undefined ? named.filter((path) => path.includes('/')) : named;
  }).flat();
}
