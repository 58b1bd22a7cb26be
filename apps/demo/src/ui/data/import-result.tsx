import { CircleAlert, CircleCheck, CircleSlash } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import type { ImportReport } from '../../import/import-sales.ts';
import { formatNumber } from '../parts/words.ts';
import { href } from '../../app/route.ts';
import { BadLineList } from './bad-line-list.tsx';
import { importVerdict } from './import-verdict.ts';

/** The result of an import. */
export function ImportResult({
  fileName,
  report,
  onAgain,
}: {
  fileName: string;
  report: ImportReport;
  onAgain: () => void;
}): ReactNode {
  const { outcome, lines, invoices, listings, badLines, openEnd, elapsedMs } = report;
  const { mood, title, advice, hasNumbers, hasNews } = importVerdict(report);
  const Icon = icons[mood];
  const heading = useRef<HTMLHeadingElement>(null);
  // The pressed button is gone, so the focus moves on to the result.
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  const facts: [string, string][] = [
    ['Lines read', formatNumber(lines)],
    ['Invoices added', formatNumber(invoices.added)],
    ['Invoices already here', formatNumber(invoices.duplicates)],
    ['Product changes', formatNumber(listings.added)],
    ['Lines skipped', formatNumber(badLines.total)],
    ['Time', `${(elapsedMs / 1_000).toFixed(1)} s`],
  ];
  // When nothing was imported, zeros are left out.
  const isTelling = ([, value]: [string, string]): boolean => hasNews || mood !== 'bad' || value !== '0';
  return (
    <div className="result" data-outcome={outcome} data-mood={mood}>
      <div className="result-head">
        <Icon size={22} aria-hidden className={`result-mark is-${mood}`} />
        <div>
          <h3 ref={heading} tabIndex={-1}>
            {title}
          </h3>
          <p className="result-file">{fileName}</p>
        </div>
      </div>
      {advice !== undefined && (
        <p className={`notice notice-${mood}`} role={mood === 'bad' ? 'alert' : undefined}>
          {advice}
        </p>
      )}
      {hasNumbers && (
        <dl className="result-facts" aria-label="Result">
          {facts.filter(isTelling).map(([name, value]) => (
            <div key={name} data-result={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {openEnd?.isCut === false && (
        <p className="data-note">
          Line {formatNumber(openEnd.line)} ends without a line break. If the file was cut short there, import the whole
          file.
        </p>
      )}
      <BadLineList badLines={badLines} />
      <div className="result-foot">
        {hasNews && (
          <a className={mood === 'bad' ? 'button' : 'button button-primary'} href={href('figures', { item: 'all' })}>
            See the figures
          </a>
        )}
        <button
          type="button"
          className={hasNews && mood !== 'bad' ? 'button' : 'button button-primary'}
          onClick={onAgain}
        >
          {hasNews ? 'Import another file' : 'Choose another file'}
        </button>
      </div>
    </div>
  );
}

const icons = { good: CircleCheck, warn: CircleSlash, bad: CircleAlert } as const;
