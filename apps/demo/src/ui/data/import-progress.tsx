import type { ReactNode } from 'react';
import type { ImportProgress } from '../../import/import-sales.ts';
import { formatBytes, formatNumber } from '../parts/words.ts';

/** The progress of an import: how far it is, how fast, and how long it will take. */
export function ImportProgressCard({
  fileName,
  progress,
  onCancel,
}: {
  fileName: string;
  progress: ImportProgress | undefined;
  onCancel: () => void;
}): ReactNode {
  const share = progress === undefined || progress.bytesTotal === 0 ? 0 : progress.bytesRead / progress.bytesTotal;
  const facts: [string, string][] =
    progress === undefined
      ? []
      : [
          ['Read', `${formatBytes(progress.bytesRead)} of ${formatBytes(progress.bytesTotal)}`],
          ['Lines', formatNumber(progress.lines)],
          ['Invoices', formatNumber(progress.invoices)],
          ['Rate', `${formatNumber(Math.round(progress.linesPerSecond / 100) * 100)} lines/s`],
          ['Time left', timeLeft(progress.msLeft)],
        ];
  return (
    <div className="importing">
      <div className="importing-head">
        <span className="importing-name">{fileName}</span>
        <span className="importing-percent number">{Math.floor(share * 100)}%</span>
      </div>
      <progress className="progress" max={1} value={share} aria-label={`Importing ${fileName}`} />
      <dl className="importing-facts" aria-label="Progress">
        {facts.length === 0 && <div>Checking the file…</div>}
        {facts.map(([name, value]) => (
          <div key={name} data-progress={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <div className="importing-foot">
        <p>You can continue selling. If you cancel, the sales imported so far stay.</p>
        <button type="button" className="button" onClick={onCancel}>
          Cancel
        </button>
      </div>
    </div>
  );
}

function timeLeft(ms: number | undefined): string {
  if (ms === undefined) return '–';
  const seconds = Math.ceil(ms / 1_000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
