import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createFixtureTree, type FixtureTree } from './fixture-tree.ts';
import { levels } from '../.dependency-cruiser.mjs';
import { root } from './run.mjs';

/** The rooms that this file fills with a generated file; dexie and testing are written out below. */
const written = ['dexie', 'testing'];
const rooms = levels.flat().filter((room) => !written.includes(room));
const levelOf = (room: string): number => levels.findIndex((level) => level.includes(room));
const adapters = ['memory', 'dexie'];
/** The rooms that a room may import. */
const below = (room: string): string[] =>
  adapters.includes(room)
    ? ['errors', 'model', 'protocol', 'log']
    : rooms.filter((low) => levelOf(low) < levelOf(room));

const core = 'packages/core/src';
const till = 'apps/demo/src';
const uiRooms = ['services', 'parts', 'scan', 'history', 'undo', 'figures', 'data', 'orders', 'stock', 'sell', 'shell'];
const tillRooms = ['shop', 'import', 'app', ...uiRooms.map((room) => `ui/${room}`)];
const repositoryFile = (path: string): string => readFileSync(join(root, path), 'utf8');

/** Every room has a file that imports all that it may import. */
const cleanTree: Record<string, string> = {
  'package.json': '{ "name": "fixture", "private": true, "workspaces": ["packages/*"] }',
  'tsconfig.base.json': repositoryFile('tsconfig.base.json'),
  '.dependency-cruiser.mjs': repositoryFile('.dependency-cruiser.mjs'),
  'packages/core/package.json': repositoryFile('packages/core/package.json'),
  'packages/react/package.json': repositoryFile('packages/react/package.json'),
  'packages/server/package.json': '{ "name": "@refold/server", "dependencies": { "@refold/core": "0.1.0" } }',
  'apps/demo/package.json': '{ "name": "till", "dependencies": { "@refold/core": "0.1.0" } }',
  ...Object.fromEntries(
    rooms.map((room) => [`${core}/${room}/room.ts`, importing(below(room).map((low) => `../${low}/room.ts`))]),
  ),
  [`${core}/index.ts`]: importing(rooms.map((room) => `./${room}/room.ts`)),
  [`${core}/dexie/index.ts`]: importing(['../errors/room.ts', '../model/room.ts', '../log/room.ts', 'dexie']),
  [`${core}/testing/index.ts`]: importing(['../tabs/room.ts', '../dexie/index.ts']),
  [`${core}/testing/fast-check/index.ts`]: importing(['../index.ts', 'fast-check']),
  [`${core}/log/room.fixture.ts`]: importing(['../store/room.ts']),
  [`${core}/log/room.test.ts`]: importing([
    './room.ts',
    './room.fixture.ts',
    '../testing/index.ts',
    '../store/room.ts',
    'node:fs',
  ]),
  'packages/react/src/index.ts': importing(['@refold/core']),
  'packages/server/src/index.ts': importing(['@refold/core', 'node:http']),
  'apps/demo/src/main.ts': importing(['@refold/core', '@refold/core/dexie', '@refold/react', './ui/app.ts']),
  ...Object.fromEntries(
    tillRooms.map((room, index) => [
      `${till}/${room}/room.ts`,
      importing([
        ...(room.startsWith('ui/') ? ['@refold/react', `${fromTill(room)}/offline/room.ts`] : []),
        ...tillRooms.slice(0, index).map((low) => `${fromTill(room)}/${low}/room.ts`),
      ]),
    ]),
  ),
  [`${till}/ui/app.ts`]: importing(uiRooms.map((room) => `./${room}/room.ts`)),
  [`${till}/offline/room.ts`]: importing([]),
  ...library('rxjs'),
  ...library('dexie'),
  ...library('fast-check'),
};

const links = {
  'node_modules/@refold/core': '../../packages/core',
  'node_modules/@refold/react': '../../packages/react',
};

/** [rule, file, what it imports] */
const planted: [rule: string, file: string, imported: string][] = [
  ...rooms.flatMap((room) =>
    rooms
      .filter((other) => other !== room && levelOf(other) >= levelOf(room))
      .map((other): [string, string, string] => [
        `${room}-sees-only-lower-rooms`,
        `${core}/${room}/planted-${other}.ts`,
        `../${other}/room.ts`,
      ]),
  ),
  ['adapter-sees-only-errors-model-protocol-log', `${core}/dexie/planted-store.ts`, '../store/room.ts'],
  ['nobody-imports-an-adapter', `${core}/store/planted-dexie.ts`, '../dexie/index.ts'],
  ['tabs-sees-only-lower-rooms', `${core}/tabs/planted-testing.ts`, '../testing/index.ts'],
  ['only-tests-import-tests', `${core}/model/planted-fixture.ts`, '../log/room.fixture.ts'],
  ['no-room-imports-the-entry', `${core}/log/planted-entry.ts`, '../index.ts'],
  ['every-folder-is-a-room', `${core}/store/planted-folder.ts`, '../attic/room.ts'],
  ['model-and-protocol-are-pure', `${core}/model/planted-rxjs.ts`, 'rxjs'],
  ['model-and-protocol-are-pure', `${core}/protocol/planted-rxjs.ts`, 'rxjs'],
  ['only-the-adapter-sees-dexie', `${core}/sync/planted-dexie.ts`, 'dexie'],
  ['only-the-arbitraries-see-fast-check', `${core}/testing/planted-fast-check.ts`, 'fast-check'],
  ['only-the-arbitraries-see-fast-check', `${core}/testing/planted-arbitraries.ts`, './fast-check/index.ts'],
  ['core-only-through-its-entries', 'packages/react/src/planted-inside.ts', '../../core/src/store/room.ts'],
  ['packages-by-name', 'packages/react/src/planted-path.ts', '../../core/src/index.ts'],
  ['server-sees-only-model-and-protocol', 'packages/server/src/planted-testing.ts', '@refold/core/testing'],
  ['libraries-never-import-apps', 'packages/react/src/planted-app.ts', '../../../apps/demo/src/main.ts'],
  ['no-node-in-browser-packages', `${core}/store/planted-node.ts`, 'node:fs'],
  ...tillRooms
    .slice(0, -1)
    .map((room, index): [string, string, string] => [
      `till-${room.replace('/', '-')}-sees-only-lower-rooms`,
      `${till}/${room}/planted-above.ts`,
      `${fromTill(room)}/${tillRooms[index + 1]}/room.ts`,
    ]),
  ['till-app-sees-only-lower-rooms', `${till}/app/planted-main.ts`, '../main.ts'],
  ['till-ui-parts-sees-only-lower-rooms', `${till}/ui/parts/planted-frame.ts`, '../app.ts'],
  ['till-services-know-no-react', `${till}/app/planted-react.ts`, '@refold/react'],
  ['till-offline-stands-alone', `${till}/offline/planted-shop.ts`, '../shop/room.ts'],
  ['every-folder-of-till-is-a-room', `${till}/ui/sell/planted-folder.ts`, '../attic/room.ts'],
  ['no-circular', `${core}/model/planted-circle-a.ts`, './planted-circle-b.ts'],
  ['resolvable', 'packages/react/src/planted-inside-by-name.ts', '@refold/core/src/store/room.ts'],
];

const clean = createFixtureTree(cleanTree, links);
const faulty = createFixtureTree(
  {
    ...cleanTree,
    ...Object.fromEntries(planted.map(([, file, imported]) => [file, importing([imported])])),
    [`${core}/attic/room.ts`]: 'export {};\n',
    [`${till}/ui/attic/room.ts`]: 'export {};\n',
    [`${core}/model/planted-circle-b.ts`]: importing(['./planted-circle-a.ts']),
  },
  links,
);
afterAll(() => {
  clean.remove();
  faulty.remove();
});

describe('layer rules', () => {
  it('pass a tree in which every room imports all that it may', () => {
    expect(violations(clean)).toEqual([]);
  });

  const found = violations(faulty);

  it.each(planted)('%s: %s must not import %s', (rule, file) => {
    expect(found).toContainEqual({ rule, from: file });
  });

  it('report no file in which nothing is planted', () => {
    expect(found.filter(({ from }) => !from.includes('planted'))).toEqual([]);
  });
});

function violations(tree: FixtureTree): { rule: string; from: string }[] {
  const { output } = tree.run('dependency-cruiser', [
    '--config',
    '.dependency-cruiser.mjs',
    '--output-type',
    'json',
    'packages',
    'apps',
  ]);
  const result = JSON.parse(output) as { summary: { violations: { rule: { name: string }; from: string }[] } };
  return result.summary.violations.map(({ rule, from }) => ({ rule: rule.name, from }));
}

function importing(specifiers: readonly string[]): string {
  return [...specifiers.map((specifier) => `import type {} from '${specifier}';`), 'export {};', ''].join('\n');
}

/** The path from a room of Till to its source folder. */
function fromTill(room: string): string {
  return room.startsWith('ui/') ? '../..' : '..';
}

function library(name: string): Record<string, string> {
  return {
    [`node_modules/${name}/package.json`]: `{ "name": "${name}", "type": "module", "exports": "./index.js" }`,
    [`node_modules/${name}/index.js`]: 'export {};\n',
  };
}
