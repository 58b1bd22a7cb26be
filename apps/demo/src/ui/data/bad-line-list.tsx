import type { ReactNode } from 'react';
import { describeBadLine } from '../../import/bad-lines.ts';
import type { ImportReport } from '../../import/import-sales.ts';
import { LeftOutLines } from './left-out-lines.tsx';

/** The lines that were skipped, each with its number and why. */
export function BadLineList({ badLines: { total, first } }: { badLines: ImportReport['badLines'] }): ReactNode {
  return <LeftOutLines total={total} first={first.map(describeBadLine)} />;
}
