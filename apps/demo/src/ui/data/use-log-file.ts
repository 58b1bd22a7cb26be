import type { FileImportProgress, FileImportResult } from '@refold/core/files';
import { useEffect, useRef, useState } from 'react';
import { faultWords } from '../parts/fault-words.ts';
import { useTill } from '../till-context.ts';
import { download, loadLogFile, logFile } from './log-file.ts';

/** What is being done with a file of the shop's log, or what came of it. */
export type LogFileState =
  | { readonly phase: 'idle' | 'saving' | 'cancelled' }
  | { readonly phase: 'loading'; readonly progress: FileImportProgress | undefined }
  | { readonly phase: 'loaded'; readonly result: FileImportResult }
  | { readonly phase: 'fault'; readonly words: string };

export interface LogFile {
  readonly state: LogFileState;
  readonly save: () => void;
  readonly load: (file: File) => void;
  readonly cancel: () => void;
}

/** One thing at a time; loading ends when its page is left. */
export function useLogFile(): LogFile {
  const { shop } = useTill();
  const [state, setState] = useState<LogFileState>({ phase: 'idle' });
  const loading = useRef<AbortController>(undefined);
  useEffect(() => () => loading.current?.abort(), []);

  async function attempt(work: () => Promise<LogFileState>): Promise<void> {
    try {
      setState(await work());
    } catch (error) {
      setState({ phase: 'fault', words: faultWords(error) });
    }
  }
  async function load(file: File): Promise<LogFileState> {
    const { signal } = (loading.current = new AbortController());
    const onProgress = (progress: FileImportProgress): void => setState({ phase: 'loading', progress });
    setState({ phase: 'loading', progress: undefined });
    try {
      return { phase: 'loaded', result: await loadLogFile(shop, file, { signal, onProgress }) };
    } catch (error) {
      if (signal.aborted) return { phase: 'cancelled' };
      throw error;
    }
  }
  async function save(): Promise<LogFileState> {
    setState({ phase: 'saving' });
    download(await logFile(shop, new Date()));
    return { phase: 'idle' };
  }
  return {
    state,
    save: () => void attempt(save),
    load: (file) => void attempt(() => load(file)),
    cancel: () => loading.current?.abort(),
  };
}
