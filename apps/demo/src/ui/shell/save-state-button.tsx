import { Check, CircleAlert, LoaderCircle } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTillState } from '../services/use-till-state.ts';
import { TillStateDialog } from './till-state-dialog.tsx';

/** Whether everything is saved, in a word. It opens the details. */
export function SaveState(): ReactNode {
  const { kind, short, long } = useTillState().save;
  const [isOpen, setOpen] = useState(false);
  const Icon = kind === 'saving' ? LoaderCircle : kind === 'saved' ? Check : CircleAlert;
  return (
    <>
      <span className="state-alert" role={kind === 'bad' ? 'alert' : undefined}>
        <button
          type="button"
          className={`state state-save ${kind === 'saved' ? 'state-good' : kind === 'bad' ? 'state-bad' : ''}`}
          data-save={kind}
          title={long}
          aria-haspopup="dialog"
          onClick={() => setOpen(true)}
        >
          <Icon size={16} aria-hidden />
          <span>
            {short}
            <span className="long">{long.slice(short.length)}</span>
          </span>
        </button>
      </span>
      {isOpen && <TillStateDialog onClose={() => setOpen(false)} />}
    </>
  );
}
