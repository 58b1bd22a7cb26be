import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { createFixtureTree, type FixtureTree } from './fixture-tree.ts';
import { root } from './run.mjs';
import { raiseVersions } from './version.mjs';

let tree: FixtureTree | undefined;
afterEach(() => tree?.remove());

const manifests = ['packages', 'apps'].flatMap((folder) =>
  readdirSync(join(root, folder)).map((name) => `${folder}/${name}/package.json`),
);
const changesets = readdirSync(join(root, '.changeset')).map((name) => `.changeset/${name}`);

/** A tree with the package.json files and the changesets of this repository, and with `more`. */
const createTree = (more: Record<string, string> = {}): FixtureTree => {
  const files = ['package.json', 'package-lock.json', ...manifests, ...changesets];
  tree = createFixtureTree({
    ...Object.fromEntries(files.map((path) => [path, readFileSync(join(root, path), 'utf8')])),
    ...more,
  });
  return tree;
};

const read = (path: string): string => readFileSync(join(tree!.folder, path), 'utf8');
const manifest = (path: string) => JSON.parse(read(`${path}/package.json`));
const changeset = (releases: string): string => `---\n${releases}\n---\n\nRows sort.\n`;

it('a minor change of core raises both packages by a minor version, and React names that version of core', async () => {
  const { folder } = createTree({ '.changeset/rows-sort.md': changeset("'@refold/core': minor") });
  const before = { core: manifest('packages/core').version, till: manifest('apps/demo').version };
  await raiseVersions(folder);
  const { version } = manifest('packages/core');
  const [major, minor] = before.core.split('.').map(Number);
  expect(version).toBe(`${major}.${minor + 1}.0`);
  expect(manifest('packages/react')).toMatchObject({ version, peerDependencies: { '@refold/core': version } });
  expect(manifest('apps/demo')).toMatchObject({
    version: before.till,
    dependencies: { '@refold/core': version, '@refold/react': version },
  });
  expect(read('packages/core/CHANGELOG.md')).toContain('Rows sort.');
  expect(readdirSync(join(folder, '.changeset'))).toEqual(['README.md', 'config.json']);
});

it('a changeset for an unknown package stops the release', async () => {
  const { folder } = createTree({ '.changeset/rows-sort.md': changeset("'@refold/cor': minor") });
  await expect(raiseVersions(folder)).rejects.toThrow('@refold/cor');
  expect(manifest('packages/react').peerDependencies['@refold/core']).toBe(manifest('packages/core').version);
});
