// Makes by hand the rows that Refold's log writes to IndexedDB (docs/storage-format.md).
import { packIds } from '../../packages/core/dist/dexie/ids/pack-ids.js';

/**
 * @typedef {import('../workload/log.mjs').ItemEvent} ItemEvent
 * @typedef {{ writer: string, first: number, commits: number, events: number, ids: Uint8Array, text: string }} OutRow
 */

/** The number of events that the log puts into one row when more are waiting. */
export const ROW_EVENTS = 500;

/**
 * @param {readonly ItemEvent[]} events
 * @param {number} first the number of its first commit
 * @param {number} batch events in a commit
 * @returns {OutRow}
 */
export function toRow(events, first, batch) {
  const commits = [];
  for (let at = 0; at < events.length; at += batch) commits.push({ events: events.slice(at, at + batch) });
  return {
    writer: 'writer_1',
    first,
    commits: commits.length,
    events: events.length,
    ids: packIds(events.map(({ id }) => id)),
    text: commits.map((commit) => JSON.stringify(commit)).join('\n'),
  };
}
