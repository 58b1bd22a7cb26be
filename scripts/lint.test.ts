import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createFixtureTree } from './fixture-tree.ts';
import { root } from './run.mjs';

const repositoryFile = (path: string): string => readFileSync(join(root, path), 'utf8');
const work = 'declare function work(): Promise<number>;\n';

/** [rule, file, text] */
const planted: [rule: string, file: string, text: string][] = [
  [
    'no-floating-promises',
    'packages/core/src/store/floating.ts',
    `${work}export const go = (): void => {\n  work();\n};\n`,
  ],
  [
    'no-floating-promises',
    'packages/core/src/store/void.ts',
    `${work}export const go = (): void => {\n  void work();\n};\n`,
  ],
  [
    'no-misused-promises',
    'packages/core/src/store/misused.ts',
    `${work}export const go = (): void => [1].forEach(async () => {\n  await work();\n});\n`,
  ],
  [
    'no-empty',
    'packages/core/src/store/empty-catch.ts',
    `export function go(): void {\n  try {\n    JSON.parse('');\n  } catch {}\n}\n`,
  ],
  [
    'no-empty-function',
    'packages/core/src/store/empty-handler.ts',
    `${work}export const p = work().catch(() => {});\n`,
  ],
  [
    'no-swallowed-rejection',
    'packages/core/src/store/swallow.ts',
    `${work}export const p = work().catch(() => undefined);\n`,
  ],
  [
    'no-swallowed-rejection',
    'packages/core/src/store/swallow-then.ts',
    `${work}export const p = work().then(String, () => null);\n`,
  ],
  [
    'no-cycle',
    'packages/core/src/store/cycle-a.ts',
    `import { b } from './cycle-b.ts';\nexport const a = (): number => b();\n`,
  ],
  [
    'no-cycle',
    'packages/core/src/store/cycle-b.ts',
    `import { a } from './cycle-a.ts';\nexport const b = (): number => a();\n`,
  ],
  ['no-explicit-any', 'packages/core/src/store/any.ts', `export const a = (x: any): unknown => x;\n`],
  ['no-restricted-properties', 'packages/core/src/model/date-now.ts', `export const a = (): number => Date.now();\n`],
  ['no-restricted-properties', 'packages/core/src/model/random.ts', `export const a = (): number => Math.random();\n`],
  [
    'no-restricted-properties',
    'packages/core/src/store/wait.test.ts',
    `import { vi } from 'vitest';\nexport const a = (): unknown => vi.waitFor(() => undefined);\n`,
  ],
  [
    'no-list-as-arguments',
    'packages/core/src/store/spread.ts',
    `export const a = (to: unknown[], more: unknown[]): unknown => to.push(1, ...more);\n`,
  ],
  [
    'no-list-as-arguments',
    'apps/demo/src/spread.ts',
    `export const a = (numbers: number[]): number => Math.max(0, ...numbers);\n`,
  ],
  ['no-ambient-time', 'packages/core/src/store/new-date.ts', `export const a = (): Date => new Date();\n`],
  ...['window', 'document', 'navigator', 'localStorage', 'crypto', 'setTimeout'].map(
    (name): [string, string, string] => [
      'no-restricted-globals',
      `packages/core/src/model/global-${name}.ts`,
      `export const a = (): unknown => ${name};\n`,
    ],
  ),
  [
    'suppression-has-reason',
    'packages/core/src/store/no-reason.ts',
    `// oxlint-disable-next-line no-debugger\ndebugger;\n`,
  ],
  [
    'no-focused-tests',
    'packages/core/src/store/focused.test.ts',
    `import { it } from 'vitest';\nit.only('a', () => undefined);\n`,
  ],
];

const innocent: Record<string, string> = {
  'packages/core/src/store/innocent.ts': [
    work.trimEnd(),
    'export async function go(report: (error: unknown) => void): Promise<void> {',
    '  await work();',
    '  work().catch(report);',
    '  try {',
    '    await work();',
    '  } catch {',
    '    // The second try is a courtesy.',
    '  }',
    '  work().catch(() => {',
    '    // Told by the status instead.',
    '  });',
    '}',
    'export const dateOf = (timestamp: string): Date => new Date(timestamp);',
    '// oxlint-disable-next-line no-debugger -- this file shows that a reason is enough',
    'debugger;',
    '',
  ].join('\n'),
  'packages/core/src/tabs/may-read-clock.ts': 'export const now = (): number => Date.now();\n',
};

const tree = createFixtureTree(
  {
    '.oxlintrc.json': repositoryFile('.oxlintrc.json'),
    'scripts/lint-rules.mjs': repositoryFile('scripts/lint-rules.mjs'),
    'tsconfig.json': repositoryFile('tsconfig.base.json'),
    ...Object.fromEntries(planted.map(([, file, text]) => [file, text])),
    ...innocent,
  },
  { node_modules: join(root, 'node_modules') },
);
afterAll(() => tree.remove());

describe('lint rules', () => {
  const { output } = tree.run('oxlint', ['--format', 'json', 'packages', 'apps']);
  const { diagnostics } = JSON.parse(output) as { diagnostics: { code: string; filename: string }[] };

  it.each(planted)('%s is found in %s', (rule, file) => {
    const codes = diagnostics.filter(({ filename }) => filename === file).map(({ code }) => code);
    expect(codes).toContainEqual(expect.stringContaining(`(${rule})`));
  });

  it.each(Object.keys(innocent))('nothing is found in %s', (file) => {
    expect(diagnostics.filter(({ filename }) => filename === file)).toEqual([]);
  });
});
