import { type ReactNode, useSyncExternalStore } from 'react';
import { useTill } from '../services/till-context.ts';
import type { CutOff, ImportKind } from '../../app/import-marks.ts';

/** Says that an import stopped when its page was closed, and what to do. */
export function CutOffNotice({ kind }: { kind: ImportKind }): ReactNode {
  const { marks } = useTill();
  const found = useCutOffs().filter((mark) => mark.kind === kind);
  if (found.length === 0) return null;
  return (
    <div className="notice notice-warn" data-testid={`cut-off-${kind}`}>
      <div>
        {found.map(({ fileName, percent }, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- one file may have been cut off twice
          <p key={index}>{cutOffWords(kind, fileName, percent)}</p>
        ))}
      </div>
      <button type="button" className="button" onClick={() => marks.forget(kind)}>
        Dismiss
      </button>
    </div>
  );
}

export function useCutOffs(): readonly CutOff[] {
  const { marks } = useTill();
  return useSyncExternalStore(marks.subscribe, marks.cutOff);
}

const cutOffWords = (kind: ImportKind, fileName: string, percent: number): string =>
  kind === 'sales'
    ? `The import of ${fileName} stopped at ${percent}% when its page was closed. Choose the file again: it adds only the rest.`
    : `Loading ${fileName} stopped when its page was closed. Load the file again: nothing is added twice.`;
