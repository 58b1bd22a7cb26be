/** A stand-in for values, such as `expect.any(String)`, in the protocol that Jest, Vitest and others share. */
export interface Matcher {
  asymmetricMatch(actual: unknown): boolean;
  toAsymmetricMatcher?(): string;
}

export const isMatcher = (value: unknown): value is Matcher =>
  typeof value === 'object' && value !== null && 'asymmetricMatch' in value;

/** Whether a JSON value contains a matcher. */
export const hasMatcher = (value: unknown): boolean =>
  isMatcher(value) || (typeof value === 'object' && value !== null && Object.values(value).some(hasMatcher));
