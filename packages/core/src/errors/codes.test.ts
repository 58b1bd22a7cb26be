import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { messages } from './messages.ts';
import { RefoldError } from './refold-error.ts';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const codes = Object.keys(messages).sort();

/** The names of a code's values, as its type lists them. */
function valuesOf(code: string): readonly string[] {
  const types = read('packages/core/src/errors/codes.ts').split(/\n  (?=')/);
  const type = types.find((one) => one.startsWith(`'${code}'`))!.split(/\n  (?:\/\*\*|\})|\n\}/)[0]!;
  return [...type.replace(/\/\*\*.*?\*\//gs, '').matchAll(/readonly (\w+)\??:/g)].map(([, name]) => name!);
}

const sources = readdirSync(join(root, 'packages'), { recursive: true, encoding: 'utf8' })
  .filter((file) => /^\w+\/src\/.*\.tsx?$/.test(file) && !/\.(?:test|fixture|test-d)\./.test(file))
  .map((file) => `packages/${file}`);
const documents = ['README.md', 'CONTRIBUTING.md', 'packages/core/README.md', 'packages/react/README.md'].concat(
  readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => `docs/${file}`),
);

describe('[ERR-1] docs/errors.md', () => {
  const entries = new Map(
    read('docs/errors.md')
      .split('\n<a id="')
      .slice(1)
      .map((entry) => [entry.slice(0, entry.indexOf('"')), entry]),
  );

  test('has one entry for each code, and no others', () => {
    expect([...entries.keys()].sort()).toEqual(codes);
  });

  test.each(codes)('states the meaning, the values and the remedy of %s', (code) => {
    const [, heading, meaning, values, remedy] =
      /### `(.+)`\n\n(.+?)\n\n- Values: (.+?)\n- Do: (.+)/s.exec(entries.get(code)!) ?? [];
    expect([heading, meaning, remedy]).toEqual([code, expect.stringMatching(/\.$/), expect.any(String)]);
    const named = [...values!.replace(/\(.*?\)/gs, '').matchAll(/`(\w+)`/g)].map(([, name]) => name);
    expect(named).toEqual(valuesOf(code));
  });
});

test('[ERR-1] every code is thrown somewhere', () => {
  const made = sources
    .filter((file) => !file.endsWith('errors/codes.ts') && !file.endsWith('errors/messages.ts'))
    .flatMap((file) => [...read(file).matchAll(/RefoldError(?:<[^>]*>)?\(([^;]{0,150})/gs)])
    .flatMap(([, given]) => [...given!.matchAll(/'([a-z]+\.[a-z_]+)'/g)].map(([, code]) => code));
  expect(codes.filter((code) => !made.includes(code))).toEqual([]);
});

test('[ERR-1] every code that the spec, a page or a comment names exists', () => {
  const told = [...read('packages/core/src/fold/telemetry.ts').matchAll(/readonly type: '([a-z]+\.[a-z]+)'/g)];
  const known = new Set([...codes, ...told.map(([, type]) => type)]);
  // Pages also name the members of a store, a log, an event and a timeline's state.
  const types = [
    'store/store.ts',
    'store/status.ts',
    'log/event-log.ts',
    'model/envelope.ts',
    'testing/test-store.ts',
    'time-travel/timeline.ts',
    'undo/undo.ts',
  ];
  const members = types.flatMap((file) => [
    ...read(`packages/core/src/${file}`).matchAll(/^ +(?:readonly )?(\w+)[(<?:]/gm),
  ]);
  for (const room of ['store', 'log', 'event', 'state']) for (const [, name] of members) known.add(`${room}.${name}`);
  const rooms = new Set(codes.map((code) => code.split('.')[0]!));
  const wrong = [...documents, ...sources].flatMap((file) =>
    [...read(file).matchAll(/`([a-z]+)\.([a-z_]+)`/g)]
      .filter(([, room, rest]) => rooms.has(room!) && rest!.length > 2 && !known.has(`${room}.${rest}`))
      .map(([found]) => `${file}: ${found}`),
  );
  expect(wrong).toEqual([]);
});

test('[ERR-1] a message says what happened and what to do, and ends with the code', () => {
  expect(new RefoldError('store.closed', { action: 'append' }).message).toBe(
    'Cannot call append: the store is closed. Create a new store. [store.closed]',
  );
});
