// The habits that this project's prose avoids: in comments, docs, messages, test titles and texts on screen.

/**
 * `instead` says what to write. `except` lists path endings of files in which the words mean something else.
 * @typedef {{ pattern: RegExp, instead: string, except?: readonly string[] }} Habit
 */

/** @type {readonly Habit[]} */
export const habits = [
  { pattern: /\btold\s+of\b/i, instead: 'name the call: "listeners receive", "is reported on"' },
  { pattern: /\btells?\s+of\b/i, instead: '"reports" or "describes"' },
  {
    pattern: /\b(?:is|are|was|were|be)\s+told\b(?!\s+of\b)/i,
    instead: 'active voice: "receives", "learns", "the store calls …"',
  },
  { pattern: /\b(?:is|was)\s+said\b/i, instead: 'name who reports it, and where' },
  { pattern: /\bthe\s+answer\s+ends\b/i, instead: '"returns an unsubscribe function"' },
  { pattern: /\bTakes\s+that\b/, instead: '"records that" or "handles"' },
  { pattern: /\bby\s+halves\b/i, instead: '"by binary search"' },
  { pattern: /\bwhoever\b/i, instead: 'name it: "the caller", "the listener"' },
  { pattern: /\b(?:has|have)\s+(?:its|their)\s+say\b/i, instead: '"counts" or "is used"' },
  { pattern: /\bof\s+its\s+own\s+will\b/i, instead: '"on its own" or "automatically"' },
  { pattern: /\bis\s+no\s+(?:promise|place)\b/i, instead: '"is not guaranteed", "is not a position"' },
  { pattern: /\blets?\s+go\s+of\b/i, instead: '"releases" or "drops the reference"' },
  {
    // Something can lag behind, or be drawn behind something.
    pattern: /(?<!\b(?:left|leave|falls?|fell|lags?|lagging|stays?|runs?|drawn|painted) )\bbehind\b(?! the scenes)/i,
    instead: '"after" in a sequence, "below" or "under" in a stack',
    except: ['.css'],
  },
  { pattern: /(?:^|[.!?]\s+)Gives\b/, instead: '"Returns"' },
  { pattern: /(?:^|[.!?]\s+)Who(?:se)?\s(?![^.!?]*\?)/, instead: 'subject, verb, object: name the thing first' },
  {
    pattern: /(?:^|[.!?]\s+)What\s+(?:is|are|was|were|has|have|had|comes?|came|stands?)\b(?![^.!?]*\?)/,
    instead: 'subject, verb, object: name the thing first',
  },
];

/** Files that quote these habits, or text by others. */
export const quotations = ['scripts/prose/habits.mjs', 'scripts/prose.test.ts', 'CHANGELOG.md', 'LICENSE.md'];
