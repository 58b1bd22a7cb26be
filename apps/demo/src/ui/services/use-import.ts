import { useSyncExternalStore } from 'react';
import { useTill } from './till-context.ts';
import type { ImportState } from '../../app/import-session.ts';

export function useImport(): ImportState {
  const { imports } = useTill();
  return useSyncExternalStore(imports.subscribe, imports.state);
}
