import { CircleAlert, CircleCheck, CircleSlash } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import type { ImportReport } from '../../import/import-sales.ts';
import { formatNumber } from '../parts/words.ts';
import { href } from '../shell/route.ts';
import { BadLines } from './bad-lines.tsx';

/** What an import came to. */
export function ImportResult({
  fileName,
  report,
  onAgain,
}: {
  fileName: string;
  report: ImportReport;
  onAgain: () => void;
}): ReactNode {
  const { outcome, error, lines, invoices, listings, badLines, elapsedMs } = report;
  const { Icon, title } = words[outcome];
  const heading = useRef<HTMLHeadingElement>(null);
  // The button that was pressed is gone; the result is what comes next.
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  const facts: [string, string][] = [
    ['Lines read', formatNumber(lines)],
    ['Invoices added', formatNumber(invoices.added)],
    ['Invoices known before', formatNumber(invoices.duplicates)],
    ['Product listings added', formatNumber(listings.added)],
    ['Bad lines', formatNumber(badLines.total)],
    ['Time', `${(elapsedMs / 1_000).toFixed(1)} s`],
  ];
  return (
    <div className="result" data-outcome={outcome}>
      <div className="result-head">
        <Icon size={22} aria-hidden className={`result-mark is-${outcome}`} />
        <div>
          <h3 ref={heading} tabIndex={-1}>
            {outcome === 'complete' && invoices.added === 0 ? 'Nothing new in this file' : title}
          </h3>
          <p className="result-file">{fileName}</p>
        </div>
      </div>
      {error !== undefined && (
        <p className="notice notice-bad" role="alert">
          {error.message}
        </p>
      )}
      <dl className="result-facts" aria-label="Result">
        {facts.map(([name, value]) => (
          <div key={name} data-result={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <BadLines badLines={badLines} />
      <div className="result-foot">
        <a className="button button-primary" href={href('figures', { item: 'all' })}>
          See the figures
        </a>
        <button type="button" className="button" onClick={onAgain}>
          Import another file
        </button>
      </div>
    </div>
  );
}

const words = {
  complete: { Icon: CircleCheck, title: 'The file is imported' },
  cancelled: { Icon: CircleSlash, title: 'The import was cancelled' },
  failed: { Icon: CircleAlert, title: 'The file could not be read' },
} as const;
