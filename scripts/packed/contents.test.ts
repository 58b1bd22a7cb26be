import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { faultsOf } from './contents.mjs';

function packageWith(readme: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'refold-contents-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'README.md'), readme);
  return folder;
}

test('a package with a licence and a readme whose links lead somewhere is fine', () => {
  const folder = packageWith('See [the code](src/index.ts#start) and [the web](https://example.org).');
  expect(faultsOf(folder, ['LICENSE', 'README.md', 'src/index.ts'])).toEqual([]);
});

test('a missing licence, a test and a dead link are faults', () => {
  const folder = packageWith('See [the guide](../../docs/guide.md).');
  expect(faultsOf(folder, ['README.md', 'src/a.test.ts'])).toEqual([
    'LICENSE is missing',
    'src/a.test.ts is of no use to anyone',
    'README.md links to ../../docs/guide.md, which is not in the package',
  ]);
});

test('a module that uses React begins with the mark that servers look for', () => {
  const folder = packageWith('');
  mkdirSync(join(folder, 'dist'));
  writeFileSync(join(folder, 'dist', 'a.js'), "'use client';\nimport { useState } from 'react';");
  writeFileSync(join(folder, 'dist', 'b.js'), 'import { jsx } from "react/jsx-runtime";');
  writeFileSync(join(folder, 'dist', 'c.js'), "export * from './a.js';");
  const files = ['LICENSE', 'README.md', 'dist/a.js', 'dist/b.js', 'dist/c.js'];
  expect(faultsOf(folder, files)).toEqual(["dist/b.js uses React and does not begin with 'use client'"]);
});
