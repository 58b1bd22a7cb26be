import { afterEach, describe, expect, it } from 'vitest';
import { createFixtureTree, type FixtureTree } from './fixture-tree.ts';
import { isInstalled } from './install.mjs';

const wanted = {
  '': { name: 'fixture' },
  'node_modules/a': { version: '1.0.0' },
  'node_modules/for-elsewhere': { version: '1.0.0', optional: true, os: ['plan9'] },
  'node_modules/@refold/core': { resolved: 'packages/core', link: true },
};
const { 'node_modules/for-elsewhere': _elsewhere, '': _root, ...installed } = wanted;

describe('isInstalled', () => {
  let tree: FixtureTree | undefined;
  afterEach(() => tree?.remove());
  const isInstalledWith = (present: object | undefined): boolean => {
    tree = createFixtureTree({
      'package-lock.json': JSON.stringify({ packages: wanted }),
      ...(present === undefined ? {} : { 'node_modules/.package-lock.json': JSON.stringify({ packages: present }) }),
    });
    return isInstalled(tree.folder);
  };

  it('is true when everything that this machine needs is installed', () => {
    expect(isInstalledWith(installed)).toBe(true);
  });

  it.each([
    ['nothing is installed', undefined],
    ['a package is missing', { ...installed, 'node_modules/a': undefined }],
    ['a package is older', { ...installed, 'node_modules/a': { version: '0.9.0' } }],
    ['a workspace is not linked', { 'node_modules/a': installed['node_modules/a'] }],
    ['it was installed on another system', { ...installed, 'node_modules/b': { version: '1.0.0', os: ['plan9'] } }],
  ])('is false when %s', (_case, present) => {
    expect(isInstalledWith(present)).toBe(false);
  });

  it('reports a missing lock file', () => {
    tree = createFixtureTree({});
    const { folder } = tree;
    expect(() => isInstalled(folder)).toThrow(/no package-lock\.json/);
  });
});
