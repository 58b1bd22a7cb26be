import type { Writer } from './writer.ts';

/** Runs work while nothing is written. Commits queued meanwhile are written afterwards. Calls must not overlap. */
export async function withWritesPaused(writer: Writer, work: () => Promise<void>): Promise<void> {
  writer.send({ type: 'pause', isPaused: true });
  await writer.writing;
  try {
    await work();
  } finally {
    writer.send({ type: 'pause', isPaused: false });
  }
}
