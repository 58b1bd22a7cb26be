import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { reportDifferences, writeReports } from './api/committed.mjs';
import { createFixtureTree, type FixtureTree } from './fixture-tree.ts';

const manifest = (exports: Record<string, string>): string =>
  JSON.stringify({
    name: '@acme/shop',
    version: '1.0.0',
    type: 'module',
    exports: Object.fromEntries(Object.entries(exports).map(([entry, types]) => [entry, { types }])),
  });

describe('the API reports', () => {
  let tree: FixtureTree;
  const write = (path: string, text: string): void => writeFileSync(join(tree.folder, path), text);
  const read = (path: string): string => readFileSync(join(tree.folder, path), 'utf8');

  beforeEach(() => {
    tree = createFixtureTree({
      'packages/shop/package.json': manifest({ '.': './dist/index.d.ts', './money/vat': './dist/vat.d.ts' }),
      'packages/shop/dist/index.d.ts': `export { sell } from './sell.ts';\nexport type { Sale } from './sell.ts';\n`,
      'packages/shop/dist/sell.d.ts': `import type { Price } from './price.ts';
/** A sale. */
export interface Sale {
  readonly price: Price;
}
export declare function sell(sale: Sale): void;
export declare function unlisted(): void;
`,
      'packages/shop/dist/price.d.ts': `export interface Price {\n  readonly cents: number;\n}\n`,
      'packages/shop/dist/vat.d.ts': `export declare const RATE = 0.2;\n`,
      'packages/till/package.json': JSON.stringify({ name: '@acme/till', private: true, exports: {} }),
    });
    writeReports(tree.folder);
  });
  afterEach(() => tree.remove());

  it('show what an entry exports, and the types that this is made of', () => {
    expect(reportDifferences(tree.folder)).toEqual([]);
    expect(read('docs/api/shop.api.md')).toContain('readonly cents: number;');
    expect(read('docs/api/shop.api.md')).not.toContain('unlisted');
    expect(read('docs/api/shop-money-vat.api.md')).toContain('const RATE = 0.2;');
  });

  it('differ when a member of a type that no entry exports changes', () => {
    write('packages/shop/dist/price.d.ts', `export interface Price {\n  readonly cents: bigint;\n}\n`);
    expect(reportDifferences(tree.folder)).toEqual([
      'docs/api/shop.api.md differs:\n  -     readonly cents: number;\n  +     readonly cents: bigint;',
    ]);
  });

  it('differ when a name is no longer exported', () => {
    write('packages/shop/dist/index.d.ts', `export { sell } from './sell.ts';\n`);
    expect(reportDifferences(tree.folder)).toEqual([
      'docs/api/shop.api.md differs:\n  - export interface Sale {\n  + interface Sale {',
    ]);
  });

  it('stay the same when a docstring or the formatting changes', () => {
    const text = read('packages/shop/dist/sell.d.ts');
    write('packages/shop/dist/sell.d.ts', text.replace('A sale.', 'One sale, in words.').replaceAll('\n  ', '\n\t'));
    write('packages/shop/dist/price.d.ts', `/** A price. */\n${read('packages/shop/dist/price.d.ts')}`);
    expect(reportDifferences(tree.folder)).toEqual([]);
  });

  it('have one file for each entry, and none for an entry that is gone', () => {
    write('packages/shop/package.json', manifest({ '.': './dist/index.d.ts' }));
    expect(reportDifferences(tree.folder)).toEqual([
      'docs/api/shop-money-vat.api.md is left over: no public package has this entry.',
    ]);
    rmSync(join(tree.folder, 'docs/api/shop.api.md'));
    expect(reportDifferences(tree.folder)).toContain('docs/api/shop.api.md is missing: a package has this entry.');
    writeReports(tree.folder);
    expect(reportDifferences(tree.folder)).toEqual([]);
  });

  it('refuse declarations that do not compile', () => {
    write('packages/shop/dist/price.d.ts', `export type Price = Absent;\n`);
    expect(() => reportDifferences(tree.folder)).toThrow('Absent');
  });
});
