import { CloudOff, RefreshCw } from 'lucide-react';
import { type ReactNode, useState, useSyncExternalStore } from 'react';
import type { OfflineCopy } from '../../offline/register-offline.ts';
import { useCutOffs } from '../data/cut-off-notice.tsx';
import { useBackups } from '../services/use-backups.ts';
import { useImport } from '../services/use-import.ts';
import { href } from '../../app/route.ts';
import { useRoute } from '../services/use-route.ts';
import { SaveState } from './save-state-button.tsx';
import { useTillState } from '../services/use-till-state.ts';

/** In a few words: whether everything is saved, whether there is a network, whether an import runs. */
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

function NetworkState(): ReactNode {
  const isOnline = useSyncExternalStore(subscribeOnline, () => navigator.onLine);
  return (
    <output>
      {!isOnline && (
        <span className="state state-warn" title="Till works offline. Everything is saved on this device.">
          <CloudOff size={16} aria-hidden />
          Offline
        </span>
      )}
    </output>
  );
}

/** The state of files: an import that runs, was cut off, or has ended unseen. */
function ImportState(): ReactNode {
  const { phase, progress } = useImport();
  const backup = useBackups();
  const wasCutOff = useCutOffs().length > 0;
  const isNews = useIsNews();
  const chip = (words: string, look = 'state-import'): ReactNode => (
    <a className={`state ${look}`} href={href('data')}>
      {words}
    </a>
  );
  if (phase === 'running') {
    return chip(
      `Importing ${progress === undefined ? 0 : Math.floor((progress.bytesRead / progress.bytesTotal) * 100)}%`,
    );
  }
  if (backup.phase === 'loading') return chip('Loading a backup');
  if (wasCutOff) return chip('Import stopped', 'state-warn');
  return isNews ? chip('Import ended') : null;
}

/** Whether an import has ended and its result was not seen yet. */
function useIsNews(): boolean {
  const { page } = useRoute();
  const { report, fault } = useImport();
  const backup = useBackups();
  const ofBackup = backup.phase === 'loaded' || backup.phase === 'fault' ? backup : undefined;
  const [seen, setSeen] = useState<readonly unknown[]>([]);
  const news = [report, fault, ofBackup].filter((result) => result !== undefined && !seen.includes(result));
  if (page === 'data' && news.length > 0) setSeen([...seen, ...news]);
  return news.length > 0;
}

function UpdateState({ offline }: { offline: OfflineCopy }): ReactNode {
  const hasUpdate = useSyncExternalStore(offline.subscribe, offline.hasUpdate);
  const { isReloadDue } = useTillState().tabs;
  if (!hasUpdate && !isReloadDue) return null;
  return (
    <button type="button" className="state state-update" onClick={hasUpdate ? offline.update : () => location.reload()}>
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
