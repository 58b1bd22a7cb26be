// sorted-btree is CommonJS, which a page without a bundler cannot load. So core ships it as a module, made here from
// the installed package. `--write` writes it; otherwise this checks that the committed file is up to date.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { report } from './fail.mjs';
import { isProgram, root } from './run.mjs';

const source = join(root, 'node_modules', 'sorted-btree');
const target = join(root, 'packages', 'core', 'vendor', 'sorted-btree.js');

if (isProgram(import.meta.url)) {
  try {
    const text = vendored();
    if (process.argv.includes('--write')) writeFileSync(target, text);
    else if (readFileSync(target, 'utf8') !== text)
      throw new Error('packages/core/vendor/sorted-btree.js is out of date. Run: node scripts/vendor.mjs --write');
  } catch (error) {
    report(error);
  }
}

/** The module, with the library's licence at the top. */
function vendored() {
  /** @param {string} name */
  const read = (name) => readFileSync(join(source, name), 'utf8').replaceAll('\r\n', '\n').trim();
  const { version } = JSON.parse(read('package.json'));
  return [
    `/*\nsorted-btree ${version} as a module, made by scripts/vendor.mjs.\n\n${read('LICENSE')}\n*/`,
    '// What the CommonJS file fills.',
    'const exports = {};',
    read('b+tree.js'),
    'export { BTree };',
    '',
  ].join('\n');
}
