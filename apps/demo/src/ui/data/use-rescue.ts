import { useState } from 'react';
import { useTill } from '../services/till-context.ts';
import { download, unsavedFile } from '../../app/log-file.ts';

export interface Rescue {
  readonly isBusy: boolean;
  /** The error of the last attempt. */
  readonly failed: unknown;
  /** Saves the unsaved events to the browser's downloads. Resolves to true when that succeeded. */
  readonly saveFile: () => Promise<boolean>;
  /** Writes the unsaved events again. A new failure shows in the state of storage. */
  readonly retry: () => void;
  readonly attempt: (work: () => Promise<unknown>) => Promise<boolean>;
}

/** The ways out when sales cannot be saved. */
export function useRescue(): Rescue {
  const { shop, basket } = useTill();
  const [isBusy, setBusy] = useState(false);
  const [failed, setFailed] = useState<unknown>();
  const attempt = async (work: () => Promise<unknown>): Promise<boolean> => {
    setBusy(true);
    setFailed(undefined);
    try {
      await work();
      return true;
    } catch (error) {
      setFailed(error);
      return false;
    } finally {
      setBusy(false);
    }
  };
  return {
    isBusy,
    failed,
    attempt,
    saveFile: () => attempt(async () => download(await unsavedFile({ shop, basket }, new Date()))),
    retry: () => void attempt(() => Promise.allSettled([shop.storage.retry(), basket.storage.retry()])),
  };
}
