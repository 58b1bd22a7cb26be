import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string): string => readFileSync(root + path, 'utf8');
/** The code alone: an example may stand in a test, which indents it, or export what a test takes. */
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

test.each(pages)('%s shows nothing but parts of the examples that are run', (page) => {
  const blocks = [...read(page).matchAll(/^```(?:tsx?|jsx)\n([^]*?)^```$/gm)].map(([, code]) => bare(code!));
  expect(blocks.filter((block) => !examples.some((example) => example.includes(block)))).toEqual([]);
});

test.each(pages)('the links of %s lead to pages and headings that are there', (page) => {
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

/** The anchors that a page of Markdown has, as they are commonly made of its headings. */
const headings = (text: string): string[] => [
  ...[...text.matchAll(/^#+ (.+)$/gm)].map(([, title]) =>
    title!
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  ),
  ...[...text.matchAll(/<a id="([^"]+)">/g)].map(([, id]) => id!),
];
