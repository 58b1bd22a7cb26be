import type { ReactNode } from 'react';
import { describeBadLine } from '../../import/bad-lines.ts';
import type { ImportReport } from '../../import/import-sales.ts';
import { LeftOutLines } from './left-out-lines.tsx';

/** The skipped lines, each with its number and the reason. */
export function BadLineList({ badLines: { total, first } }: { badLines: ImportReport['badLines'] }): ReactNode {
  return <LeftOutLines total={total} first={first.map(describeBadLine)} />;
}
