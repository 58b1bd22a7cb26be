import { type ReactNode, useState } from 'react';
import { Dialog } from '../parts/dialog.tsx';
import { unsavedCount } from './unsaved-words.ts';

/**
 * Asks before what was lost is given up for good. While something is in memory alone, it offers the file first, and the way
 * on is closed until the file is saved or the person says that it is not wanted.
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
  /** True when the file is on its way to the downloads. */
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
          ? 'What is in the basket now is deleted. Sales and stock stay.'
          : 'Till begins again with an empty shop. If you have a backup, load it afterwards.'}
      </p>
      {unsaved.length > 0 && (
        <>
          <p className="notice notice-warn">
            {unsavedCount(unsaved)} on this page alone, and will be deleted. Save a file first: it can be loaded into
            the new {what}, under Backup.
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
