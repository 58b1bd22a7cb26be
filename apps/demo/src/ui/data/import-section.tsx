import type { ReactNode } from 'react';
import { faultWords } from '../parts/fault-words.ts';
import { PastNotice } from '../history/past-notice.tsx';
import { useIsPast } from '../services/use-history.ts';
import { useTill } from '../services/till-context.ts';
import { CutOffNotice } from './cut-off-notice.tsx';
import { FileDrop } from './file-drop.tsx';
import { ImportProgressCard } from './import-progress.tsx';
import { ImportResult } from './import-result.tsx';
import { useImport } from '../services/use-import.ts';

/** Imports the sales of another till from a file. */
export function ImportSection(): ReactNode {
  const { imports } = useTill();
  const isPast = useIsPast();
  const { phase, fileName = '', progress, report, fault } = useImport();
  return (
    <section className="card data-card" aria-labelledby="import-title">
      <h2 id="import-title">Import sales</h2>
      <PastNotice>You are viewing the past. Go back to now to import sales.</PastNotice>
      <CutOffNotice kind="sales" />
      {phase === 'idle' && !isPast && <FileDrop onFile={imports.start} />}
      {phase === 'running' && <ImportProgressCard fileName={fileName} progress={progress} onCancel={imports.cancel} />}
      {phase === 'done' && report !== undefined && (
        <ImportResult fileName={fileName} report={report} onAgain={imports.dismiss} />
      )}
      {phase === 'fault' && (
        <div className="notice notice-bad" role="alert">
          <p>
            The import stopped. {faultWords(fault)} The imported sales are kept. Import the same file again to add the
            rest.
          </p>
          <button type="button" className="button" onClick={imports.dismiss}>
            Choose a file
          </button>
        </div>
      )}
    </section>
  );
}
