import type { ErrorCode, ErrorDetails } from './codes.ts';
import { messages } from './messages.ts';

const BRAND = Symbol.for('refold.error');

declare const process: { readonly env: { readonly NODE_ENV?: string } };

/** In production builds, only the code and the values: bundlers insert the mode, and drop the messages. */
function describe<C extends ErrorCode>(code: C, details: ErrorDetails[C]): string {
  try {
    if (process.env.NODE_ENV !== 'production') return `${messages[code](details)} [${code}]`;
  } catch {
    // A page without a bundler has no `process`.
  }
  return `${code} ${JSON.stringify(details)}`;
}

/**
 * The only error class. `code` names the fault, `details` holds its values (their shape follows from the code), and
 * `cause` is the underlying error, if any. The message says what happened and what to do; in production builds, it has
 * code and values.
 */
export class RefoldError<C extends ErrorCode = ErrorCode> extends Error {
  override readonly name = 'RefoldError';
  readonly code: C;
  readonly details: ErrorDetails[C];

  constructor(code: C, details: ErrorDetails[C], cause?: unknown) {
    super(describe(code, details), cause === undefined ? undefined : { cause });
    this.code = code;
    this.details = details;
    Object.defineProperty(this, BRAND, { value: true });
  }
}

/**
 * Whether `error` is a Refold error, and has this code if one is given. It works across two installed copies of the
 * library, where `instanceof` does not.
 */
export function isRefoldError<C extends ErrorCode = ErrorCode>(error: unknown, code?: C): error is RefoldError<C> {
  return (
    typeof error === 'object' &&
    error !== null &&
    BRAND in error &&
    (code === undefined || (error as unknown as RefoldError).code === code)
  );
}
