/**
 * The reason why an event has no arbitrary. `unsupported`: the schema at `path` cannot be generated. `unsatisfied`: the
 * schema has checks that its JSON Schema lacks, and generated values never pass them.
 */
export class ArbitraryError extends Error {
  override readonly name = 'ArbitraryError';
  readonly code: 'arbitrary.unsupported' | 'arbitrary.unsatisfied';
  readonly event: string;
  /** The place in the payload, in the notation of the options: `lines[].sku`; `''` for the payload itself. */
  readonly path: string;

  constructor(code: ArbitraryError['code'], event: string, path: string, found: string, cause?: unknown) {
    const where = path === '' ? 'its payload' : path;
    const advice = `Say how to generate it: eventArbitrary(event, { at: { ${JSON.stringify(path)}: fc… } }).`;
    super(
      code === 'arbitrary.unsupported'
        ? `Cannot generate "${event}": ${where} has ${found}. ${advice}`
        : `Cannot generate "${event}": its schema refused a thousand values in a row, the last at ${where}: ${found}. ${advice}`,
      cause === undefined ? undefined : { cause },
    );
    this.code = code;
    this.event = event;
    this.path = path;
  }
}
