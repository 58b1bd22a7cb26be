import type { ReactNode } from 'react';

/** Says why this page should be loaded again, with a button that does it. */
export function ReloadNotice({ words }: { words: string }): ReactNode {
  return (
    <div className="notice notice-warn">
      <p>{words}</p>
      <button type="button" className="button" onClick={() => location.reload()}>
        Reload
      </button>
    </div>
  );
}

/** Says that another tab has started a new shop or basket in place of the lost one of this page. */
export function StartedAnew(): ReactNode {
  return (
    <ReloadNotice words="The saved data was deleted, and another tab has started anew. Reload this page to continue there." />
  );
}
