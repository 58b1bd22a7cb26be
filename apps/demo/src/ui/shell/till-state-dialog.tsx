import type { ReactNode } from 'react';
import { href } from '../../app/route.ts';
import { Dialog } from '../parts/dialog.tsx';
import { ReloadNotice, StartedAnew } from '../parts/reload-notice.tsx';
import { TillFacts } from '../parts/till-facts.tsx';
import { useTillState } from '../services/use-till-state.ts';

/** Whether everything is saved, and how Till stands in its other tabs. */
export function TillStateDialog({ onClose }: { onClose: () => void }): ReactNode {
  const { save, tabs, isStartedAnew } = useTillState();
  return (
    <Dialog title="State of the till" onClose={onClose}>
      <dl className="result-facts till-state">
        <TillFacts save={save} tabs={tabs} />
      </dl>
      {tabs.trouble !== undefined && (
        <p className="notice notice-bad">Keep that tab open, and look at its Data page. It says what you can do.</p>
      )}
      {isStartedAnew ? (
        <StartedAnew />
      ) : (
        tabs.isReloadDue && (
          <ReloadNotice words="A newer version of Till is open in another tab. Reload this page to use it." />
        )
      )}
      <div className="dialog-actions">
        <a className="button" href={href('data')} onClick={onClose}>
          Open Data
        </a>
        <button type="button" className="button button-primary" onClick={onClose}>
          Close
        </button>
      </div>
    </Dialog>
  );
}
