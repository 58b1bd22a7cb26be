import { compact } from '@refold/core';
import { useView } from '@refold/react';
import { type ReactNode, useId, useState } from 'react';
import { orders } from '../../shop/orders.ts';
import { useIsPast } from '../services/use-history.ts';
import { PAST_REASON } from '../history/use-may-write.ts';
import { useToday } from '../services/use-today.ts';
import { Dialog } from '../parts/dialog.tsx';
import { faultWords } from '../parts/fault-words.ts';
import { counted, dayAfter, formatDate } from '../parts/words.ts';
import { useTill } from '../services/till-context.ts';
import { dropWords } from './drop-words.ts';
import { download, logFile } from '../../app/log-file.ts';

/** Frees space: deletes old history and keeps its results. */
export function DropHistory(): ReactNode {
  const isPast = useIsPast();
  const [isAsking, setAsking] = useState(false);
  const [words, setWords] = useState('');
  return (
    <>
      <div className="log-file-actions">
        <button
          type="button"
          className="button"
          disabled={isPast}
          title={isPast ? PAST_REASON : undefined}
          onClick={() => {
            setWords('');
            setAsking(true);
          }}
        >
          Delete old history…
        </button>
      </div>
      <p className={words === '' ? 'visually-hidden' : 'notice'} aria-live="polite" data-testid="dropped">
        {words}
      </p>
      {isAsking && <DropDialog onClose={() => setAsking(false)} onDropped={setWords} />}
    </>
  );
}

const KEEP_DAYS = [30, 90, 365] as const;
/** Read models of earlier releases. Their saved states would keep old history in the log. */
const FORMER_MODELS = ['months', 'totals'];

/** Says what will go and what will stay, before anything is deleted. */
function DropDialog({ onClose, onDropped }: { onClose: () => void; onDropped: (words: string) => void }): ReactNode {
  const { shop } = useTill();
  const [keepDays, setKeepDays] = useState<number>(365);
  const [busy, setBusy] = useState<'saving' | 'dropping'>();
  const [fault, setFault] = useState<unknown>();
  const listId = useId();
  const before = dayAfter(useToday(), -keepDays);
  const old = useView(orders, (rows) => [...rows].filter(({ day }) => day < before).length);
  async function attempt(what: 'saving' | 'dropping', work: () => Promise<void>): Promise<void> {
    setBusy(what);
    setFault(undefined);
    try {
      await work();
    } catch (error) {
      setFault(error);
    }
    setBusy(undefined);
  }
  const save = async (): Promise<void> => download(await logFile(shop, new Date()));
  const drop = async (): Promise<void> => {
    onDropped(dropWords(await compact(shop, { keepDays, forget: FORMER_MODELS })));
    onClose();
  };
  return (
    <Dialog title="Delete old history?" onClose={() => busy === undefined && onClose()}>
      <label className="field">
        Keep the last
        <select
          className="input"
          value={keepDays}
          disabled={busy !== undefined}
          onChange={({ target }) => setKeepDays(Number(target.value))}
        >
          {KEEP_DAYS.map((days) => (
            <option key={days} value={days}>
              {days} days
            </option>
          ))}
        </select>
      </label>
      <p id={listId}>
        History before {formatDate(before)} will be deleted for good: {counted(old, 'order')} {old === 1 ? 'is' : 'are'}{' '}
        from before that day. Your latest changes can still be undone.
      </p>
      <ul className="drop-list" aria-labelledby={listId}>
        <li>Orders, stock and figures are unchanged.</li>
        <li>History and undo will start there.</li>
        <li>Later backups will not contain the older history. Save a backup first to keep it.</li>
      </ul>
      <div className="log-file-actions">
        <button
          type="button"
          className="button"
          disabled={busy !== undefined}
          onClick={() => void attempt('saving', save)}
        >
          {busy === 'saving' ? 'Saving…' : 'Save a backup first'}
        </button>
      </div>
      {fault !== undefined && (
        <p className="notice notice-bad" role="alert">
          {faultWords(fault)}
        </p>
      )}
      <div className="dialog-actions">
        <button type="button" className="button" disabled={busy !== undefined} onClick={onClose}>
          Cancel
        </button>
        <button
          type="button"
          className="button button-danger"
          disabled={busy !== undefined}
          onClick={() => void attempt('dropping', drop)}
        >
          {busy === 'dropping' ? 'Deleting…' : 'Delete old history'}
        </button>
      </div>
    </Dialog>
  );
}
