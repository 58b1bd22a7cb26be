import { takePayloads, timeEach } from './payloads.mjs';

/** @param {import('./payloads.mjs').PayloadTask} task */
export function measure(task) {
  const { schema, data } = takePayloads(task);
  return timeEach(data, (item) => schema.parse(item));
}
