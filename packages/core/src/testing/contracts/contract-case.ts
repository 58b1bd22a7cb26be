import type { EventLog } from '../../log/event-log.ts';

/** Storage of a log under test. Each `open` opens the same stored log again, like another tab or a reload. */
export interface LogStorage {
  open(): EventLog;
}

/** One guarantee of the port. `run` throws, with the expected and the actual value, if the log does not keep it. */
export interface LogContractCase {
  readonly title: string;
  run(storage: LogStorage): Promise<void>;
}

/** A log that has been opened. */
export async function openedLog(storage: LogStorage): Promise<EventLog> {
  const log = storage.open();
  await log.open();
  return log;
}
