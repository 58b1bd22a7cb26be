import type { InvalidInput, Issue, OverLimit } from '@refold/core';

/** Why a command refused its input. The schema's own messages are for developers, and are never shown. */
export function inputWords(issues: readonly Pick<Issue, 'path'>[]): string {
  const said = issues.map(({ path }) => words[path.replace(/^\W*(\w+).*$/, '$1')] ?? OTHER);
  return [...new Set(said)].join(' ');
}

/** Why a command was refused before it decided anything. */
export function refusalWords(rejection: InvalidInput | OverLimit): string {
  if (rejection.code === 'invalid-input') return inputWords(rejection.details.issues);
  return 'That is too much at once. Take out a part of it, and try again.';
}

const OTHER = 'Something that was typed cannot be used. Check it, and try again.';

const words: Readonly<Record<string, string>> = {
  name: 'A name has 1 to 200 characters.',
  sku: 'A code has 1 to 64 characters.',
  category: 'A category has at most 40 characters.',
  mills: 'A price is between £0 and £1,000,000.',
  customerId: 'A customer number has at most 64 characters.',
  lines: 'The basket is empty, or a quantity in it is too large.',
  qty: 'A quantity is a whole number of at most 1,000,000.',
  at: 'The clock of this device is wrong. Set it, and try again.',
};
