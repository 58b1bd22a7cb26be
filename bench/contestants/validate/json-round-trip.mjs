import { takePayloads, timeEach } from './payloads.mjs';

/** @param {import('./payloads.mjs').PayloadTask} task */
export function measure(task) {
  return timeEach(takePayloads(task).data, (item) => JSON.parse(JSON.stringify(item)));
}
