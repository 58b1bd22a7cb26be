import type { FileImportProgress, FileImportResult } from '@refold/core/files';
import type { ImportMarks } from './import-marks.ts';
import { download, loadLogFile, logFile, type Stores } from './log-file.ts';

/** A backup that is being loaded or saved, or the result. */
export type BackupState =
  | { readonly phase: 'idle' | 'saving' | 'cancelled' }
  | { readonly phase: 'loading'; readonly progress: FileImportProgress | undefined }
  | { readonly phase: 'loaded'; readonly result: FileImportResult }
  | { readonly phase: 'fault'; readonly fault: unknown };

/** Saves or loads one backup at a time. Loading continues when its page is left. */
export interface BackupSession {
  readonly state: () => BackupState;
  readonly subscribe: (listener: () => void) => () => void;
  readonly save: () => void;
  readonly load: (file: File) => void;
  readonly cancel: () => void;
}

export function createBackupSession(stores: Stores, marks: ImportMarks): BackupSession {
  const listeners = new Set<() => void>();
  let state: BackupState = { phase: 'idle' };
  let loading: AbortController | undefined;

  const set = (next: BackupState): void => {
    state = next;
    for (const listener of listeners) listener();
  };

  async function load(file: File, signal: AbortSignal): Promise<BackupState> {
    marks.forget('backup');
    const mark = marks.begin('backup', file.name);
    const onProgress = (progress: FileImportProgress): void => {
      mark.at(Math.min(1, progress.events / (progress.of || Infinity)));
      set({ phase: 'loading', progress });
    };
    set({ phase: 'loading', progress: undefined });
    try {
      return { phase: 'loaded', result: await loadLogFile(stores, file, { signal, onProgress }) };
    } catch (error) {
      if (signal.aborted) return { phase: 'cancelled' };
      throw error;
    } finally {
      mark.end();
    }
  }

  async function attempt(work: () => Promise<BackupState>): Promise<void> {
    if (state.phase === 'saving' || state.phase === 'loading') return;
    try {
      set(await work());
    } catch (fault) {
      set({ phase: 'fault', fault });
    }
  }

  return {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    save: () =>
      void attempt(async () => {
        set({ phase: 'saving' });
        download(await logFile(stores.shop, new Date()));
        return { phase: 'idle' };
      }),
    load: (file) =>
      void attempt(() => {
        loading = new AbortController();
        return load(file, loading.signal);
      }),
    cancel: () => loading?.abort(),
  };
}
