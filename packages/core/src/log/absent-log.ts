import { DEFAULT_UNDO_HORIZON } from './event-log.ts';
import { RefoldError } from '../errors/refold-error.ts';
import type { EventLog } from './event-log.ts';

/**
 * Stands in for a log that is kept on the devices of people, where there is none: on a server. A store over it is ready at
 * once. It reads as empty. What writes rejects with `log.absent`, so that nothing is taken that nobody would ever store.
 */
export function absentLog(name: string): EventLog {
  const refuse = (): Promise<never> => Promise.reject(new RefoldError('log.absent', { log: name }));
  const nothing = { commits: [], last: 0, head: 0 };
  return {
    name,
    isOnDevice: true,
    isAbsent: true,
    staging: { begin: refuse },
    open: async () => ({ id: name, position: 0, floor: 0, unsealed: 0, undoHorizon: DEFAULT_UNDO_HORIZON }),
    append: refuse,
    import: refuse,
    flush: refuse,
    compact: refuse,
    read: async () => nothing,
    find: async () => new Map(),
    seal: async () => undefined,
    close: async () => undefined,
    destroy: async () => undefined,
  };
}
