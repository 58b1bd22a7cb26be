import type { ReactNode } from 'react';
import { counted, formatNumber } from '../parts/words.ts';

/** The skipped lines of a file: how many, and the first of them in words. */
export function LeftOutLines({ total, first }: { total: number; first: readonly string[] }): ReactNode {
  if (total === 0) return null;
  return (
    <details className="bad-lines" open>
      <summary>
        {counted(total, 'line was', 'lines were')} skipped
        {total > first.length && `; the first ${formatNumber(first.length)} are listed`}
      </summary>
      {/* It scrolls, so the keyboard must be able to reach it. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolls, and has nothing in it to focus */}
      <ol aria-label="Lines skipped" tabIndex={0}>
        {first.map((words, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- the list never changes, and a line may have two faults
          <li key={index}>{words}</li>
        ))}
      </ol>
    </details>
  );
}
