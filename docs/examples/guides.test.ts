import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string): string => readFileSync(root + path, 'utf8');
/** Code without indentation and `export`: an example may be inside a test, or export a part for a test. */
const bare = (code: string): string =>
  code
    .replaceAll(/^ +/gm, '')
    .replaceAll(/^export /gm, '')
    .replaceAll(/\s+/g, ' ')
    .trim();

const examples = ['docs/examples', 'scripts/packed/sources/app']
  .flatMap((folder) => (readdirSync(root + folder, { recursive: true }) as string[]).map((file) => `${folder}/${file}`))
  .filter((file) => /\.[tj]sx?$/.test(file) && !file.includes('node_modules'))
  .map((file) => bare(read(file)));
const pages = [
  'README.md',
  'packages/core/README.md',
  'packages/react/README.md',
  'docs/errors.md',
  'docs/support.md',
  ...readdirSync(`${root}docs/guides`).map((file) => `docs/guides/${file}`),
];

test.each(pages)('%s shows only code of the examples that run', (page) => {
  const blocks = [...read(page).matchAll(/^```(?:tsx?|jsx)\n([^]*?)^```$/gm)].map(([, code]) => bare(code!));
  expect(blocks.filter((block) => !examples.some((example) => example.includes(block)))).toEqual([]);
});

test.each(pages)('the links of %s lead to pages and headings that exist', (page) => {
  const folder = new URL(page, `file://${root}`);
  const links = [...read(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link!);
  const dead = links.filter((link) => !/^https?:/.test(link) && !leadsSomewhere(new URL(link, folder)));
  expect(dead).toEqual([]);
});

test('the README links every guide', () => {
  const guides = readdirSync(`${root}docs/guides`).filter(
    (file) => !read('README.md').includes(`](docs/guides/${file})`),
  );
  expect(guides).toEqual([]);
});

function leadsSomewhere(target: URL): boolean {
  const anchor = decodeURIComponent(target.hash.slice(1));
  target.hash = '';
  try {
    const text = readFileSync(target, 'utf8');
    return anchor === '' || headings(text).includes(anchor);
  } catch {
    return false;
  }
}

/** The anchors of a Markdown page, made from its headings as most renderers do. */
const headings = (text: string): string[] => [
  ...[...text.matchAll(/^#+ (.+)$/gm)].map(([, title]) =>
    title!
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  ),
  ...[...text.matchAll(/<a id="([^"]+)">/g)].map(([, id]) => id!),
];
