/** Shop times as numbers: milliseconds as if the wall's clock stood in UTC. They add and compare like any others. */
export const wallMs = (at: string): number => Date.parse(`${at}Z`);
export const wallAt = (ms: number): string => new Date(ms).toISOString().slice(0, 19);

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export const floorTo = (ms: number, unitMs: number): number => Math.floor(ms / unitMs) * unitMs;
