import { type MouseEvent, type ReactNode, useEffectEvent, useId, useLayoutEffect, useRef, useState } from 'react';
import { createBackStack } from './back-stack.ts';
import { ToastPlace } from './toaster.tsx';

const backStack = createBackStack(history, (run) => setTimeout(run));
addEventListener('popstate', backStack.onPop);

/**
 * A dialog that is modal while it is rendered. The browser keeps the focus inside, and returns it at the end. Esc, Back
 * and a press beside the dialog close it. They ask first while a form in it is half filled in.
 */
export function Dialog({
  title,
  onClose,
  className = '',
  isTitleHidden = false,
  takesScans = false,
  children,
}: {
  title: string;
  onClose: () => void;
  className?: string;
  isTitleHidden?: boolean;
  /** Scans work as they do on the page. */
  takesScans?: boolean;
  children: ReactNode;
}): ReactNode {
  const ref = useRef<HTMLDialogElement>(null);
  const given = useRef<ReadonlyMap<Field, string>>(new Map());
  const [isAsking, setAsking] = useState(false);
  const titleId = useId();

  /** Returns false when the dialog stays open, and asks. */
  const leave = (): boolean => {
    if (fieldsOf(ref.current).some((field) => field.value !== (given.current.get(field) ?? ''))) {
      setAsking(true);
      return false;
    }
    // Leaving a field outside a form commits its text.
    if (document.activeElement instanceof HTMLInputElement) document.activeElement.blur();
    onClose();
    return true;
  };
  const onBack = useEffectEvent(leave);
  // A layout effect: the focus returns only if the dialog closes while it is still in the page.
  useLayoutEffect(() => {
    const dialog = ref.current;
    dialog?.showModal();
    given.current = new Map(fieldsOf(dialog).map((field) => [field, field.value]));
    const end = backStack.open(() => onBack());
    return () => {
      end();
      dialog?.close();
    };
  }, []);
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions -- what is pressed are the links inside, and the veil outside
    <dialog
      ref={ref}
      className={`dialog ${className}`}
      aria-labelledby={titleId}
      {...(takesScans && { 'data-scan': '' })}
      onCancel={(event) => {
        event.preventDefault();
        leave();
      }}
      onClose={() => {
        // When Esc is pressed twice, the browser itself closes the dialog.
        if (ref.current?.open === false && !leave()) ref.current.showModal();
      }}
      onPointerDown={(event) => {
        if (event.target === event.currentTarget) leave();
      }}
      onClick={followLink}
    >
      <div className="dialog-body">
        <h2 id={titleId} className={isTitleHidden ? 'visually-hidden' : ''}>
          {title}
        </h2>
        {children}
      </div>
      <ToastPlace />
      {isAsking && (
        <Dialog title="Discard what you typed?" onClose={() => setAsking(false)}>
          <div className="dialog-actions">
            <button type="button" className="button" onClick={() => setAsking(false)}>
              Keep editing
            </button>
            <button type="button" className="button button-danger" onClick={onClose}>
              Discard
            </button>
          </div>
        </Dialog>
      )}
    </dialog>
  );
}

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** The fields in the forms of a dialog. */
const fieldsOf = (dialog: HTMLElement | null): Field[] => [
  ...(dialog?.querySelectorAll<Field>('form :is(input, textarea, select)') ?? []),
];

/** A link replaces the dialog's entry in the browser's history, so that Back does not stop at a closed dialog. */
function followLink(event: MouseEvent): void {
  const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[href^="#"]') : null;
  if (link === null || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  location.replace(link.href);
}
