/** Unchanged lines shown around a difference. */
const CONTEXT = 3;
/** Above this many pairs of lines, it shows both texts whole instead of comparing them. */
const MAX_PAIRS = 4_000_000;
/** Maximum number of lines shown. */
const MAX_LINES = 120;

/** One line of a difference: in both texts, only in the expected one (`-`), or only in the actual one (`+`). */
interface Line {
  readonly mark: ' ' | '-' | '+';
  readonly text: string;
}

/**
 * The difference of two texts, line by line: `-` is only in the first, `+` only in the second. Leaves out lines far
 * from a difference.
 */
export function diffLines(first: string, second: string): string {
  const lines = compare(first.split('\n'), second.split('\n'));
  const near = lines.map((_, i) => lines.slice(Math.max(0, i - CONTEXT), i + CONTEXT + 1).some((l) => l.mark !== ' '));
  const shown: string[] = [];
  for (const [i, { mark, text }] of lines.entries()) {
    if (near[i]) shown.push(`${mark} ${text}`.trimEnd());
    else if (i === 0 || near[i - 1]) shown.push('  …');
  }
  return shown.length <= MAX_LINES
    ? shown.join('\n')
    : [...shown.slice(0, MAX_LINES), `  … and ${shown.length - MAX_LINES} more lines`].join('\n');
}

function compare(a: readonly string[], b: readonly string[]): readonly Line[] {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  const same = (text: string): Line => ({ mark: ' ', text });
  return [
    ...a.slice(0, start).map(same),
    ...compareMiddle(a.slice(start, a.length - end), b.slice(start, b.length - end)),
    ...a.slice(a.length - end).map(same),
  ];
}

/** Compares by the longest common subsequence of lines. */
function compareMiddle(a: readonly string[], b: readonly string[]): readonly Line[] {
  const gone = (text: string): Line => ({ mark: '-', text });
  const come = (text: string): Line => ({ mark: '+', text });
  if (a.length * b.length > MAX_PAIRS) return [...a.map(gone), ...b.map(come)];
  const width = b.length + 1;
  /** Length of the longest common subsequence of `a` from i and `b` from j. */
  const common = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      common[i * width + j] =
        a[i] === b[j]
          ? common[(i + 1) * width + j + 1]! + 1
          : Math.max(common[(i + 1) * width + j]!, common[i * width + j + 1]!);
  const lines: Line[] = [];
  let [i, j] = [0, 0];
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) {
      lines.push({ mark: ' ', text: a[i++]! });
      j += 1;
    } else if (common[(i + 1) * width + j]! >= common[i * width + j + 1]!) lines.push(gone(a[i++]!));
    else lines.push(come(b[j++]!));
  }
  return [...lines, ...a.slice(i).map(gone), ...b.slice(j).map(come)];
}
