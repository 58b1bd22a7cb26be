import { describe, expect, it } from 'vitest';
import { findingsOf } from './prose/findings.mjs';
import { habits } from './prose/habits.mjs';
import { differences } from './prose/remaining.mjs';

/** The findings, each with its line. */
const found = (path: string, text: string): string[] =>
  findingsOf(path, text).map((one) => `${one.line}: ${one.found}`);

describe('the prose lint', () => {
  it.each([
    'a listener is told of each event',
    'It tells of the fault.',
    'The page is told.',
    'what is said of it',
    'the answer ends it',
    'Takes that a write was made.',
    'found by halves',
    'whoever calls it',
    'All bits have their say.',
    'All of it has its say.',
    'opened of its own will',
    'That is no promise.',
    'It lets go of the lock.',
    'what comes behind it',
    'It waits. Gives the value.',
    'Who did it.',
    'What is being written comes first.',
  ])('refuses "%s"', (sentence) => {
    expect(findingsOf('docs/page.md', `${sentence}\n`)).not.toEqual([]);
    expect(findingsOf('src/code.ts', `/** ${sentence} */\nexport const a = 1;\n`)).not.toEqual([]);
  });

  it('has a sentence in this test for every habit', () => {
    expect(habits).toHaveLength(16);
  });

  it.each([
    'Calls `listener` after each batch. Returns an unsubscribe function.',
    'What is Refold? Who made it?',
    'It falls behind, or is left behind; all of it goes on behind the scenes.',
    'It returns what the schema gives.',
    'The call `is told` and [a link](behind.md) are names.',
  ])('accepts "%s"', (sentence) => {
    expect(found('docs/page.md', `${sentence}\n`)).toEqual([]);
  });

  it('finds a phrase that spans two lines', () => {
    expect(found('a.ts', '/**\n * A listener is told\n * of it.\n */\n')).toEqual(['2: told of']);
    expect(found('a.ts', 'f();\n// A tab, told\n// of it, reloads.\n')).toEqual(['2: told of']);
    expect(found('a.md', 'Text.\n\nA tab, told\nof it, reloads.\n')).toEqual(['3: told of']);
  });

  it('reads comments, test titles, messages and the texts of a page, but not code', () => {
    const source = [
      'const told = /* told of */ a.is(told);',
      "test('is told of it', () => {});",
      'const message = `The log ${name} is told of it ${twice}.`;',
      'const pattern = /whoever it is/;',
      "import 'behind';",
    ].join('\n');
    expect(found('a.ts', source)).toEqual(['1: told of', '2: told of', '3: told of']);
    expect(found('a.tsx', 'const a = (\n  <p>\n    It is told, // by whoever\n  </p>\n);\n')).toEqual([
      '3: is told',
      '3: whoever',
    ]);
    expect(found('a.css', '.behind {\n  /* Whoever sees it. */\n}\n')).toEqual(['2: Whoever']);
    expect(found('a.html', '<p class="behind it">\n  Whoever <!-- whoever --> sees it.\n</p>\n')).toEqual([
      '2: Whoever',
      '2: whoever',
    ]);
    expect(found('a.md', '```ts\nwhoever();\n```\n\nWhoever.\n')).toEqual(['5: Whoever']);
  });

  it('refuses comments and pages that are wider than 120 columns', () => {
    const wide = 'word '.repeat(25).trim();
    expect(found('a.md', `${wide}\n`)).toEqual(['1: 124 columns']);
    expect(found('a.ts', `// a\n// ${wide}\n`)).toEqual(['2: 127 columns']);
    expect(found('a.md', `| ${wide} |\n\n[${wide}](page.md)\n\n\`\`\`\n${wide}\n\`\`\`\n`)).toEqual([]);
    expect(found('a.ts', `// oxlint-disable-next-line rule -- ${wide}\nconst a = '${wide}';\n`)).toEqual([]);
  });
});

describe('the prose lint of the specification', () => {
  const sentence = (words: number): string => `A ${'to '.repeat(words - 2)}ends.`;

  it('refuses a sentence of more than 25 words', () => {
    expect(found('docs/SPEC.md', `- **[EVT-1]** ${sentence(25)}\n`)).toEqual([]);
    expect(found('docs/SPEC.md', `- **[EVT-1]** ${sentence(26)}\n`)).toEqual(['1: A to to to to … (26 words)']);
  });

  it('counts across lines, and counts a name in code as one word', () => {
    const wrapped = sentence(26).replace(' to to ends', '\n  to to ends');
    expect(found('docs/SPEC.md', `- **[EVT-1]** ${wrapped}\n`)).toHaveLength(1);
    expect(found('docs/SPEC.md', `- **[EVT-1]** ${sentence(24)}\n  \`{ a, b. C, d, e }\` is one.\n`)).toEqual([]);
  });

  it('refuses a second sentence on a line', () => {
    expect(found('docs/SPEC.md', '- **[EVT-1]** One ends.\n  Two ends.\n')).toEqual([]);
    expect(found('docs/SPEC.md', '- **[EVT-1]** One ends. Two ends.\n')).toEqual(['1: Two ends.']);
    expect(found('docs/SPEC.md', 'One ends. `two` ends.\n')).toEqual(['1: `two` ends.']);
    expect(found('docs/SPEC.md', '| One ends. Two ends. |\n')).toEqual([]);
  });

  it('lets the remaining findings only go down, and asks for the lower number', () => {
    expect(differences({ 'a.md': 2, 'b.md': 1, 'c.md': 3 }, { 'a.md': 2, 'b.md': 4 })).toEqual([
      { path: 'b.md', now: 1, remained: 4 },
      { path: 'c.md', now: 3, remained: 0 },
    ]);
  });
});
