/**
 * A Markdown table with aligned columns, readable in a terminal. The first column is on the left, and figures are on
 * the right.
 * @param {readonly string[]} head
 * @param {readonly (readonly string[])[]} rows
 */
export function table(head, rows) {
  const widths = head.map((title, column) =>
    Math.max(3, ...[title, ...rows.map((row) => row[column] ?? '')].map(width)),
  );
  const line = (/** @type {readonly string[]} */ cells) =>
    `| ${widths.map((size, column) => pad(cells[column] ?? '', size, column > 0)).join(' | ')} |`;
  const rule = widths.map((size, column) => (column > 0 ? `${'-'.repeat(size - 1)}:` : '-'.repeat(size)));
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}

/** @param {string} text */
const width = (text) => text.length;

/**
 * @param {string} text
 * @param {number} size
 * @param {boolean} isRight
 */
function pad(text, size, isRight) {
  const blank = ' '.repeat(size - width(text));
  return isRight ? blank + text : text + blank;
}
