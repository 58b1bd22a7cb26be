import { importSales, type ImportProgress, type ImportReport, type ImportTarget } from '../import/import-sales.ts';
import type { ImportMarks } from './import-marks.ts';

/** The state of an import of a file. */
export interface ImportState {
  readonly phase: 'idle' | 'running' | 'done' | 'fault';
  readonly fileName: string | undefined;
  readonly progress: ImportProgress | undefined;
  readonly report: ImportReport | undefined;
  /** Why the import stopped. */
  readonly fault: unknown;
}

/** Runs one import at a time, which continues when its page is left. */
export interface ImportSession {
  readonly state: () => ImportState;
  readonly subscribe: (listener: () => void) => () => void;
  /** Does nothing while another import runs. */
  readonly start: (file: File) => void;
  readonly cancel: () => void;
  /** Closes the result. */
  readonly dismiss: () => void;
}

const IDLE: ImportState = {
  phase: 'idle',
  fileName: undefined,
  progress: undefined,
  report: undefined,
  fault: undefined,
};

export function createImportSession(store: ImportTarget, marks: ImportMarks): ImportSession {
  const listeners = new Set<() => void>();
  let state = IDLE;
  let running: AbortController | undefined;

  const set = (change: Partial<ImportState>): void => {
    state = { ...state, ...change };
    for (const listener of listeners) listener();
  };

  async function run(file: File, signal: AbortSignal): Promise<void> {
    set({ ...IDLE, phase: 'running', fileName: file.name });
    marks.forget('sales');
    const mark = marks.begin('sales', file.name);
    const onProgress = (progress: ImportProgress): void => {
      mark.at(progress.bytesRead / progress.bytesTotal);
      set({ progress });
    };
    try {
      const report = await importSales({ file, store, signal, onProgress });
      set({ phase: 'done', report });
    } catch (fault) {
      set({ phase: 'fault', fault });
    } finally {
      running = undefined;
      mark.end();
    }
  }

  return {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    start(file) {
      if (running !== undefined) return;
      running = new AbortController();
      void run(file, running.signal);
    },
    cancel: () => running?.abort(),
    dismiss() {
      if (running === undefined) set(IDLE);
    },
  };
}
