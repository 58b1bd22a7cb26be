import { useSyncExternalStore } from 'react';
import { useTill } from './till-context.ts';
import type { BackupState } from '../../app/backup-session.ts';

export function useBackups(): BackupState {
  const { backups } = useTill();
  return useSyncExternalStore(backups.subscribe, backups.state);
}
