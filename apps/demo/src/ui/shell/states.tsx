import { useStatus } from '@refold/react';
import { Check, CircleAlert, CloudOff, LoaderCircle, RefreshCw } from 'lucide-react';
import { type ReactNode, useSyncExternalStore } from 'react';
import { products } from '../../shop/products.ts';
import { basket } from '../../shop/basket.ts';
import type { OfflineCopy } from '../../offline/register-offline.ts';
import { useCutOffs } from '../data/cut-off-notice.tsx';
import { useBackups } from '../data/use-backups.ts';
import { useImport } from '../data/use-import.ts';
import { href } from './route.ts';
import { saveState } from './save-state.ts';

/** Whether what was done is saved, whether there is a network, whether an import is on its way: in as few words. */
export function States({ offline }: { offline: OfflineCopy }): ReactNode {
  return (
    <div className="states">
      <UpdateState offline={offline} />
      <ImportState />
      <NetworkState />
      <SaveState />
    </div>
  );
}

function SaveState(): ReactNode {
  const shop = useStatus(products);
  const kept = useStatus(basket);
  const isImporting = useImport().phase === 'running';
  const { kind, short, long } = saveState([shop, kept], isImporting);
  const Icon = kind === 'saving' ? LoaderCircle : kind === 'saved' ? Check : CircleAlert;
  return (
    <span
      className={`state ${kind === 'saved' ? 'state-good' : kind === 'bad' ? 'state-bad' : ''}`}
      role={kind === 'bad' ? 'alert' : undefined}
      data-save={kind}
      title={long}
    >
      <Icon size={16} aria-hidden />
      <span>
        {short}
        <span className="long">{long.slice(short.length)}</span>
      </span>
    </span>
  );
}

function NetworkState(): ReactNode {
  const isOnline = useSyncExternalStore(subscribeOnline, () => navigator.onLine);
  return (
    <output>
      {!isOnline && (
        <span className="state state-warn" title="The till works on; everything is kept on this device.">
          <CloudOff size={16} aria-hidden />
          Offline
        </span>
      )}
    </output>
  );
}

function ImportState(): ReactNode {
  const { phase, progress } = useImport();
  const isLoading = useBackups().phase === 'loading';
  const wasCutOff = useCutOffs().length > 0;
  if (phase !== 'running') {
    if (!isLoading && !wasCutOff) return null;
    return (
      <a className={`state ${isLoading ? 'state-import' : 'state-warn'}`} href={href('data')}>
        {isLoading ? 'Loading a backup' : 'Import stopped'}
      </a>
    );
  }
  const percent = progress === undefined ? 0 : Math.floor((progress.bytesRead / progress.bytesTotal) * 100);
  return (
    <a className="state state-import" href={href('data')}>
      Importing {percent}%
    </a>
  );
}

function UpdateState({ offline }: { offline: OfflineCopy }): ReactNode {
  const hasUpdate = useSyncExternalStore(offline.subscribe, offline.hasUpdate);
  if (!hasUpdate) return null;
  return (
    <button type="button" className="state state-update" onClick={offline.update}>
      <RefreshCw size={16} aria-hidden />
      <span>
        Update<span className="long"> is ready</span>
      </span>
    </button>
  );
}

function subscribeOnline(listener: () => void): () => void {
  addEventListener('online', listener);
  addEventListener('offline', listener);
  return () => {
    removeEventListener('online', listener);
    removeEventListener('offline', listener);
  };
}
