import type { ReactNode } from 'react';
import type { TillState } from '../services/use-till-state.ts';

/** Whether everything is saved, and in how many tabs Till is open: rows of a list of facts. */
export function TillFacts({ save, tabs }: Pick<TillState, 'save' | 'tabs'>): ReactNode {
  return (
    <>
      <div>
        <dt>State</dt>
        <dd className={save.kind === 'bad' ? 'is-bad' : ''}>{save.long}</dd>
      </div>
      {tabs.open !== undefined && (
        <div data-fact="tabs">
          <dt>Open in</dt>
          <dd>{tabs.open}</dd>
        </div>
      )}
    </>
  );
}
