/** Shop times as numbers: milliseconds as if the shop's clock ran in UTC, so that they add and compare like others. */
export const wallMs = (at: string): number => Date.parse(`${at}Z`);
export const wallAt = (ms: number): string => new Date(ms).toISOString().slice(0, 19);

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export const floorTo = (ms: number, unitMs: number): number => Math.floor(ms / unitMs) * unitMs;
