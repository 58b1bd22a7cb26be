/** A stand-in for values in the protocol that Jest, Vitest and others share, such as `expect.any(String)`. */
export interface Matcher {
  asymmetricMatch(actual: unknown): boolean;
  toAsymmetricMatcher?(): string;
}

export const isMatcher = (value: unknown): value is Matcher =>
  typeof value === 'object' && value !== null && 'asymmetricMatch' in value;

/** Whether there is a matcher anywhere in a JSON value. */
export const hasMatcher = (value: unknown): boolean =>
  isMatcher(value) || (typeof value === 'object' && value !== null && Object.values(value).some(hasMatcher));
