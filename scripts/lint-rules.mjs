// Our own lint rules, for mistakes that are easy to write and hard to see in review.

/**
 * The parts of the syntax tree and of the linter's interface that these rules use.
 * @typedef {{ type: string, name?: string, value?: unknown, operator?: string, callee?: Node, object?: Node,
 *   property?: Node, body?: Node | Node[], argument?: Node, arguments?: Node[], range: [number, number] }} Node
 * @typedef {{ value: string, loc: object }} Comment
 * @typedef {{ report(problem: { node?: Node | Comment, message: string }): void,
 *   sourceCode: { getAllComments(): Comment[], getCommentsInside(node: Node): Comment[] } }} Context
 */

const noSwallowedRejection = {
  /** @param {Context} context */
  create(context) {
    return {
      /** @param {Node} node */
      CallExpression(node) {
        if (node.callee?.type !== 'MemberExpression') return;
        const method = node.callee.property?.name;
        const handler = method === 'catch' ? node.arguments?.[0] : method === 'then' ? node.arguments?.[1] : undefined;
        if (handler === undefined || !doesNothing(handler)) return;
        if (context.sourceCode.getCommentsInside(handler).length > 0) return;
        context.report({
          node: handler,
          message: 'This rejection is swallowed. Handle it, report it, or write in the handler why it does not matter.',
        });
      },
    };
  },
};

const noAmbientTime = {
  /** @param {Context} context */
  create(context) {
    return {
      /** @param {Node} node */
      NewExpression(node) {
        if (node.callee?.name !== 'Date' || node.arguments?.length !== 0) return;
        context.report({ node, message: '`new Date()` reads the clock. Take the clock that was injected.' });
      },
    };
  },
};

/** Methods that take the items of a list as arguments, so that people spread lists into them. */
const TAKES_ITEMS = new Set(['push', 'unshift', 'splice', 'concat', 'min', 'max', 'hypot', 'of', 'fromCharCode']);

const noListAsArguments = {
  /** @param {Context} context */
  create(context) {
    return {
      /** @param {Node} node */
      CallExpression(node) {
        if (node.callee?.type !== 'MemberExpression' || !TAKES_ITEMS.has(node.callee.property?.name ?? '')) return;
        if (!node.arguments?.some(({ type }) => type === 'SpreadElement')) return;
        context.report({
          node,
          message: 'A list of some 60,000 items overflows the stack here. Use a loop, `concat(list)` or `reduce`.',
        });
      },
    };
  },
};

const suppressionHasReason = {
  /** @param {Context} context */
  create(context) {
    return {
      Program() {
        for (const comment of context.sourceCode.getAllComments()) {
          if (!/^\s*(?:eslint|oxlint)-disable/.test(comment.value) || /\s--\s+\S{2,}/.test(comment.value)) continue;
          context.report({
            node: comment,
            message: 'Say why the rule is off: `oxlint-disable-next-line rule -- reason`.',
          });
        }
      },
    };
  },
};

/** @param {Node} handler */
function doesNothing(handler) {
  if (handler.type === 'Identifier') return handler.name === 'noop';
  if (handler.type !== 'ArrowFunctionExpression' && handler.type !== 'FunctionExpression') return false;
  const { body } = handler;
  if (body === undefined || Array.isArray(body)) return false;
  if (body.type !== 'BlockStatement') return isNothing(body);
  const statements = /** @type {Node[]} */ (body.body);
  return statements.every((statement) => statement.type === 'ReturnStatement' && isNothing(statement.argument));
}

/** @param {Node | undefined | null} value */
function isNothing(value) {
  if (value === undefined || value === null) return true;
  if (value.type === 'UnaryExpression') return value.operator === 'void';
  return value.type === 'Literal' ? value.value === null : value.name === 'undefined';
}

export default {
  meta: { name: 'refold' },
  rules: {
    'no-swallowed-rejection': noSwallowedRejection,
    'no-ambient-time': noAmbientTime,
    'no-list-as-arguments': noListAsArguments,
    'suppression-has-reason': suppressionHasReason,
  },
};
