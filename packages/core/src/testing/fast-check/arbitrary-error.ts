/**
 * Why there is no arbitrary of an event. `unsupported`: its schema says something at `path` that cannot be made at random.
 * `unsatisfied`: its schema has checks that its JSON Schema does not tell, and what was made at random never passes them.
 */
export class ArbitraryError extends Error {
  override readonly name = 'ArbitraryError';
  readonly code: 'arbitrary.unsupported' | 'arbitrary.unsatisfied';
  readonly event: string;
  /** Where in the payload, as options name it: `lines[].sku`; the payload itself is `''`. */
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
