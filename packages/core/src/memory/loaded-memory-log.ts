import { loadPart } from '../errors/load-part.ts';
import type { EventLog } from '../log/event-log.ts';
import type { MemoryLogOptions } from './memory-log.ts';

/**
 * A log in memory whose code is loaded when it is opened: most stores bring a log of their own. Opening rejects with
 * `part.not_loaded`; the next opening tries again.
 */
export function loadedMemoryLog(options?: MemoryLogOptions): EventLog {
  let loading: Promise<EventLog> | undefined;
  const load = (): Promise<EventLog> =>
    (loading ??= loadPart('memory log', async () =>
      (await import('./memory-log.ts')).memoryLog('memory', options),
    ).catch((error: unknown) => {
      loading = undefined;
      throw error;
    }));
  /** Methods of a part of the log that load the log first. */
  const later = <T extends object, N extends keyof T>(part: (log: EventLog) => T, ...names: N[]): Pick<T, N> => {
    const call =
      (name: N) =>
      async (...args: unknown[]): Promise<unknown> =>
        (part(await load())[name] as (...args: unknown[]) => unknown)(...args);
    return Object.fromEntries(names.map((name) => [name, call(name)])) as Pick<T, N>;
  };
  return {
    name: 'memory',
    ...later((log) => log, 'open', 'append', 'import', 'flush', 'read', 'find', 'seal', 'compact'),
    staging: later((log) => log.staging, 'begin'),
    snapshots: later((log) => log.snapshots!, 'read', 'put', 'commit', 'drop'),
    sync: async () => (await load()).sync!(),
    // Nothing is to be closed or deleted if it was never opened.
    close: async () => (await loading)?.close(),
    destroy: async () => (await loading)?.destroy(),
  };
}
