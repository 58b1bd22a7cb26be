// Finds the prose in a file: paragraphs, comments, and the strings that people read.
import ts from 'typescript';

/**
 * One run of prose with its lines joined, so that a phrase is also found across a line end. The text of line `line + i`
 * begins at `starts[i]`.
 * @typedef {object} Passage
 * @property {'comment' | 'string' | 'paragraph'} kind
 * @property {number} line
 * @property {string} text
 * @property {readonly number[]} starts
 */

/**
 * @param {string} path
 * @param {string} text
 * @returns {Passage[]}
 */
export function passagesOf(path, text) {
  if (path.endsWith('.md')) return paragraphs(text);
  if (path.endsWith('.css')) return comments(text, 0, text.length, [], /\/\*.*?\*\//gs);
  if (path.endsWith('.html')) return paragraphs(blank(text, /<(script|style)\b.*?<\/\1>|<(?!!--)[^>]*>|<!--|-->/gs));
  return sourcePassages(path, text);
}

/**
 * The line that an offset in a passage is on.
 * @param {Passage} passage
 * @param {number} offset
 */
export function lineAt({ line, starts }, offset) {
  return line + starts.filter((start) => start <= offset).length - 1;
}

/**
 * Replaces every character except line ends, so that lines and columns stay the same.
 * @param {string} text
 * @param {RegExp} pattern
 */
function blank(text, pattern) {
  return text.replace(pattern, (found) => found.replace(/[^\n]/g, ' '));
}

/** @param {string} text */
export function withoutCodeBlocks(text) {
  return blank(text, /^( *)(`{3,}|~{3,}).*?^\1\2[^\n]*$/gms);
}

/** @param {string} text */
function paragraphs(text) {
  const prose = withoutCodeBlocks(text).split('\n');
  /** @type {Passage[]} */
  const passages = [];
  /** @type {string[]} */
  let open = [];
  prose.concat('').forEach((line, index) => {
    const begins = /^\s*(?:[-*+]|\d+\.|#+|\|)\s/.test(line);
    if ((line.trim() === '' || begins) && open.length > 0) {
      passages.push(passageOf('paragraph', index - open.length + 1, open));
      open = [];
    }
    if (line.trim() !== '') open.push(line.replace(/^\s*(?:[-*+]|\d+\.|#+|>)\s+/, ''));
  });
  return passages;
}

/**
 * @param {string} path
 * @param {string} text
 */
function sourcePassages(path, text) {
  const kind = path.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, false, kind);
  /** @type {ts.Node[]} */
  const literals = [];
  /** @param {ts.Node} node */
  const visit = (node) => {
    if (ts.isLiteralExpression(node) || ts.isJsxText(node) || ts.isTemplateMiddleOrTemplateTail(node)) {
      literals.push(node);
    } else if (node.kind === ts.SyntaxKind.TemplateHead) literals.push(node);
    ts.forEachChild(node, visit);
  };
  visit(source);
  /** @type {Passage[]} */
  const passages = [];
  let from = 0;
  for (const literal of literals) {
    const start = literal.getStart(source);
    passages.push(...comments(text, from, start));
    from = literal.end;
    const value = text.slice(start, literal.end).replace(/^['"`}]|(?:\$\{|['"`])$/g, '');
    const isRead = !ts.isNumericLiteral(literal) && !ts.isRegularExpressionLiteral(literal) && /\S\s+\S/.test(value);
    if (isRead) passages.push(passageOf('string', lineOf(text, start), value.split('\n')));
  }
  return [...passages, ...comments(text, from, text.length)];
}

/**
 * The comments in a stretch of source without literals. Consecutive line comments form one passage.
 * @param {string} text
 * @param {number} from
 * @param {number} to
 * @param {Passage[]} [passages]
 * @param {RegExp} [pattern]
 */
function comments(text, from, to, passages = [], pattern = /\/\*.*?\*\/|(?:[ \t]*\/\/[^\n]*(?:\n|$))+/gs) {
  for (const { 0: found, index } of text.slice(from, to).matchAll(pattern)) {
    const lines = found
      .trimEnd()
      .split('\n')
      .map((line) => line.replace(/^\s*(?:\/\*+|\*+\/|\*|\/\/+)|\*+\/\s*$/g, ''));
    passages.push(passageOf('comment', lineOf(text, from + index), lines));
  }
  return passages;
}

/**
 * @param {Passage['kind']} kind
 * @param {number} line
 * @param {readonly string[]} lines
 * @returns {Passage}
 */
function passageOf(kind, line, lines) {
  /** @type {number[]} */
  const starts = [];
  let text = '';
  for (const one of lines) {
    const part = one.trim();
    if (text !== '' && part !== '') text += ' ';
    starts.push(text.length);
    text += part;
  }
  return { kind, line, text: withoutCode(text), starts };
}

/**
 * Names and addresses are not prose. As many dots replace them, so that offsets stay the same.
 * @param {string} text
 */
function withoutCode(text) {
  return text.replace(/`[^`]*`|https?:\/\/\S+|\]\([^)]*\)/g, (found) => '·'.repeat(found.length));
}

/**
 * @param {string} text
 * @param {number} offset
 */
function lineOf(text, offset) {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}
