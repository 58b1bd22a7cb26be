import { pagesOfLog } from '../../workload/log.mjs';
import { readFromDisk, writeToDisk } from './disk.mjs';

/**
 * Writes an exported log with this many events to disk, unless it exists. Returns its name.
 * @param {number} events
 * @param {number} entities
 */
export async function provideFile(events, entities) {
  const name = `sample-${events}`;
  if ((await readFromDisk(name)).size > 0) return name;
  const encoder = new TextEncoder();
  const pages = pagesOfLog(events, entities, 500);
  const lines = new ReadableStream(
    {
      start: (controller) =>
        controller.enqueue(encoder.encode(`${JSON.stringify({ format: 'refold-log', number: 1, events })}\n`)),
      pull(controller) {
        const { done, value } = pages.next();
        if (done === true) controller.close();
        else controller.enqueue(encoder.encode(value.map((event) => `${JSON.stringify(event)}\n`).join('')));
      },
    },
    { highWaterMark: 0 },
  );
  await writeToDisk(lines, name);
  return name;
}
