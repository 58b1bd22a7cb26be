import { History } from 'lucide-react';
import type { ReactNode } from 'react';
import { useHistory } from '../services/use-history.ts';
import { useTill } from '../services/till-context.ts';
import { UndoButtons } from '../undo/undo-buttons.tsx';

/** The tools of every page: undo, redo and history. */
export function Tools(): ReactNode {
  const { history } = useTill();
  const isOpen = useHistory((state) => state.isOpen);
  return (
    <div className="tools">
      <UndoButtons />
      <button
        type="button"
        className="tool"
        aria-label="History"
        aria-expanded={isOpen}
        title="Look back at the shop as it was"
        onClick={isOpen ? history.close : history.open}
      >
        <History size={20} strokeWidth={1.8} aria-hidden />
        <span className="tool-words" aria-hidden>
          History
        </span>
      </button>
    </div>
  );
}
