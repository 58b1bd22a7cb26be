import { type ReactNode, useState } from 'react';
import { Dialog } from '../parts/dialog.tsx';
import { unsavedCount } from './unsaved-words.ts';

/**
 * Asks before lost data is given up for good. While some events are in memory only, it offers to save them to a file
 * first. It continues once they are saved, or once the person says that no file is wanted.
 */
export function StartAnewDialog({
  what,
  unsaved,
  onSave,
  onStart,
  onClose,
}: {
  what: 'shop' | 'basket';
  unsaved: readonly { readonly type: string }[];
  /** Resolves to true when the file is in the downloads. */
  onSave?: (() => Promise<boolean>) | undefined;
  onStart: () => void;
  onClose: () => void;
}): ReactNode {
  const [isSaved, setSaved] = useState(false);
  const [isUnwanted, setUnwanted] = useState(false);
  const isSafe = unsaved.length === 0 || isSaved || isUnwanted;
  return (
    <Dialog title={`Start a new ${what}?`} onClose={onClose}>
      <p>
        {what === 'basket'
          ? 'The current basket will be deleted. Sales and stock stay.'
          : 'Till starts again with an empty shop. If you have a backup, load it afterwards.'}
      </p>
      {unsaved.length > 0 && (
        <>
          <p className="notice notice-warn">
            {unsavedCount(unsaved)} only on this page, and will be deleted. Save a file first. You can load it into the
            new {what} under Backup.
          </p>
          <button
            type="button"
            className="button button-primary"
            onClick={() => void onSave?.().then((isDone) => isDone && setSaved(true))}
          >
            {what === 'shop' ? 'Save unsaved sales to a file' : 'Save the basket to a file'}
          </button>
          {isSaved ? (
            <output>The file is in your downloads.</output>
          ) : (
            <label className="check">
              <input type="checkbox" checked={isUnwanted} onChange={({ target }) => setUnwanted(target.checked)} />
              Delete them without a file
            </label>
          )}
        </>
      )}
      <div className="dialog-actions">
        <button type="button" className="button" onClick={onClose}>
          Cancel
        </button>
        <button type="button" className="button button-danger" disabled={!isSafe} onClick={onStart}>
          Start a new {what}
        </button>
      </div>
    </Dialog>
  );
}
