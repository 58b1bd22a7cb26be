import { type ReactNode, useId, useLayoutEffect, useRef } from 'react';
import { ToastPlace } from './toaster.tsx';

/** A modal dialog while it is rendered. The browser keeps the focus inside, and gives it back at the end. */
export function Dialog({
  title,
  onClose,
  className = '',
  isTitleHidden = false,
  takesScans = false,
  children,
}: {
  title: string;
  /** Esc, or a press beside the dialog. */
  onClose: () => void;
  className?: string;
  isTitleHidden?: boolean;
  /** A product that is scanned meanwhile goes where it goes on the page. */
  takesScans?: boolean;
  children: ReactNode;
}): ReactNode {
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  // A layout effect, because the dialog must close while it is still in the page for the focus to go back.
  useLayoutEffect(() => {
    const dialog = ref.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);
  return (
    <dialog
      ref={ref}
      className={`dialog ${className}`}
      aria-labelledby={titleId}
      {...(takesScans && { 'data-scan': '' })}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onPointerDown={(event) => {
        if (event.target === event.currentTarget) onClose();
      }}
    >
      <div className="dialog-body">
        <h2 id={titleId} className={isTitleHidden ? 'visually-hidden' : ''}>
          {title}
        </h2>
        {children}
      </div>
      <ToastPlace />
    </dialog>
  );
}
