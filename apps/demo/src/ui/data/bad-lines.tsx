import type { ReactNode } from 'react';
import { describeBadLine } from '../../import/bad-lines.ts';
import type { ImportReport } from '../../import/import-sales.ts';
import { counted, formatNumber } from '../parts/words.ts';

/** The lines that were left out, each with its number and why. */
export function BadLines({ badLines: { total, first } }: { badLines: ImportReport['badLines'] }): ReactNode {
  if (total === 0) return null;
  return (
    <details className="bad-lines" open>
      <summary>
        {counted(total, 'line was', 'lines were')} left out
        {total > first.length && `; the first ${formatNumber(first.length)} are listed`}
      </summary>
      {/* It scrolls, so the keyboard must be able to reach it. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolls, and has nothing in it to focus */}
      <ol aria-label="Lines left out" tabIndex={0}>
        {first.map((bad, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- the list never changes, and a line may have two faults
          <li key={index}>{describeBadLine(bad)}</li>
        ))}
      </ol>
    </details>
  );
}
