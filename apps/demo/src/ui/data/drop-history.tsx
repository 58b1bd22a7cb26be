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

/** Makes room: drops what happened long ago, and keeps what came of it. */
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
          Drop old history…
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
/** Read models of earlier releases, whose saved states would keep the log. */
const FORMER_MODELS = ['months', 'totals'];

/** Says what would go and what would stay, before anything does. */
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
    <Dialog title="Drop old history?" onClose={() => busy === undefined && onClose()}>
      <label className="field">
        Keep the history of the last
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
        What happened before {formatDate(before)} is dropped for good, but for the latest changes, which can still be
        undone. {counted(old, 'order')} {old === 1 ? 'is' : 'are'} from before that day.
      </p>
      <ul className="drop-list" aria-labelledby={listId}>
        <li>All orders, the stock and the figures stay as they are.</li>
        <li>The past ends there: it cannot be viewed any further back, and nothing older can be undone.</li>
        <li>A backup that is saved afterwards does not have it. Save one first, to keep it.</li>
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
          Keep all of it
        </button>
        <button
          type="button"
          className="button button-danger"
          disabled={busy !== undefined}
          onClick={() => void attempt('dropping', drop)}
        >
          {busy === 'dropping' ? 'Dropping…' : 'Drop what is older'}
        </button>
      </div>
    </Dialog>
  );
}
