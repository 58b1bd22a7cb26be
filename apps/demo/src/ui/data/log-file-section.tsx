import type { FileImportProgress, FileImportResult } from '@refold/core/files';
import type { ReactNode } from 'react';
import { useTill } from '../services/till-context.ts';
import { useIsPast } from '../services/use-history.ts';
import { PAST_REASON } from '../history/use-may-write.ts';
import { counted, formatNumber } from '../parts/words.ts';
import { faultWords } from '../parts/fault-words.ts';
import { LeftOutLines } from './left-out-lines.tsx';
import { CutOffNotice } from './cut-off-notice.tsx';
import { useBackups } from '../services/use-backups.ts';

/** The whole shop as a file: for backups, and for moving to another device. */
export function LogFileSection(): ReactNode {
  const { backups } = useTill();
  const { save, load, cancel } = backups;
  const state = useBackups();
  const isPast = useIsPast();
  const isBusy = state.phase === 'saving' || state.phase === 'loading';
  return (
    <section className="card data-card" aria-labelledby="log-file-title">
      <h2 id="log-file-title">Backup</h2>
      <p className="data-note">
        A file with everything that happened in this shop. Load it here or on another device to add what is missing
        there.
      </p>
      <CutOffNotice kind="backup" />
      {state.phase === 'loading' ? (
        <Loading progress={state.progress} onCancel={cancel} />
      ) : (
        <div className="log-file-actions">
          <button type="button" className="button" disabled={isBusy} onClick={save}>
            {state.phase === 'saving' ? 'Saving…' : 'Save a backup'}
          </button>
          <label className="button" {...(isPast && { 'aria-disabled': true, title: PAST_REASON })}>
            Load a backup
            <input
              className="visually-hidden"
              type="file"
              accept=".ndjson,.gz,application/gzip"
              disabled={isBusy || isPast}
              onChange={({ target }) => {
                const [file] = target.files ?? [];
                if (file !== undefined) load(file);
                // Lets a person pick the same file again.
                target.value = '';
              }}
            />
          </label>
        </div>
      )}
      {state.phase === 'loaded' && <Loaded result={state.result} />}
      {state.phase === 'cancelled' && (
        <p className="notice" aria-live="polite">
          Cancelled. Nothing was added.
        </p>
      )}
      {state.phase === 'fault' && (
        <p className="notice notice-bad" role="alert">
          {faultWords(state.fault)}
        </p>
      )}
    </section>
  );
}

function Loading({
  progress,
  onCancel,
}: {
  progress: FileImportProgress | undefined;
  onCancel: () => void;
}): ReactNode {
  const { events = 0, of } = progress ?? {};
  return (
    <div className="importing">
      {/* Without a value, the bar shows activity but no progress. */}
      <progress
        className="progress"
        max={1}
        aria-label="Loading the backup"
        {...(of !== undefined && of > 0 && { value: Math.min(1, events / of) })}
      />
      <div className="importing-foot">
        <p>{counted(events, 'entry', 'entries')} read. Nothing is added until the whole file has been read.</p>
        <button type="button" className="button" onClick={onCancel}>
          Cancel
        </button>
      </div>
    </div>
  );
}

function Loaded({ result: { added, duplicates, missing, quarantined } }: { result: FileImportResult }): ReactNode {
  const facts: readonly (readonly [string, number])[] = [
    ['Entries added', added],
    ['Entries already here', duplicates],
    ['Lines skipped', quarantined.total],
  ];
  const first = quarantined.lines.map(({ line, error }) => `Line ${line ?? '–'}: ${faultWords(error)}`);
  return (
    <div aria-live="polite">
      <dl className="result-facts">
        {facts.map(([name, count]) => (
          <div key={name} data-result={name}>
            <dt>{name}</dt>
            <dd>{formatNumber(count)}</dd>
          </div>
        ))}
      </dl>
      {missing > 0 && (
        <p className="notice notice-bad">
          The file was cut short: {counted(missing, 'entry is', 'entries are')} missing.
        </p>
      )}
      <LeftOutLines total={quarantined.total} first={first} />
    </div>
  );
}
