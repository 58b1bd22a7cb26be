import { DEFAULT_UNDO_HORIZON } from './event-log.ts';
import { RefoldError } from '../errors/refold-error.ts';
import type { EventLog } from './event-log.ts';

/**
 * Stands in on a server for a log that exists only on people's devices. A store over it is ready at once. Reads are
 * empty. Writes reject with `log.absent`, since nothing would ever store them.
 */
export function absentLog(name: string): EventLog {
  const refuse = (): Promise<never> => Promise.reject(new RefoldError('log.absent', { log: name }));
  const nothing = { commits: [], last: 0, mark: { generation: 0, confirmed: 0, row: 0 } };
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
