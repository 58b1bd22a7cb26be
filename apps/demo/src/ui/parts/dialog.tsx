import { type MouseEvent, type ReactNode, useEffectEvent, useId, useLayoutEffect, useRef, useState } from 'react';
import { createBackStack } from './back-stack.ts';
import { ToastPlace } from './toaster.tsx';

const backStack = createBackStack(history, (run) => setTimeout(run));
addEventListener('popstate', backStack.onPop);

/**
 * A modal dialog while it is rendered. The browser keeps the focus inside, and gives it back at the end. Esc, Back and a press
 * beside the dialog close it; while a form in it is half filled in, they ask first.
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
  /** A product that is scanned meanwhile goes where it goes on the page. */
  takesScans?: boolean;
  children: ReactNode;
}): ReactNode {
  const ref = useRef<HTMLDialogElement>(null);
  const given = useRef<ReadonlyMap<Field, string>>(new Map());
  const [isAsking, setAsking] = useState(false);
  const titleId = useId();

  /** False when the dialog stays, and asks. */
  const leave = (): boolean => {
    if (fieldsOf(ref.current).some((field) => field.value !== (given.current.get(field) ?? ''))) {
      setAsking(true);
      return false;
    }
    // A field outside a form keeps what was typed when it is left.
    if (document.activeElement instanceof HTMLInputElement) document.activeElement.blur();
    onClose();
    return true;
  };
  const onBack = useEffectEvent(leave);
  // A layout effect, because the dialog must close while it is still in the page for the focus to go back.
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
        // A browser closes a dialog itself when Esc is pressed again at once.
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

/** What a person fills in, in the forms of a dialog. */
const fieldsOf = (dialog: HTMLElement | null): Field[] => [
  ...(dialog?.querySelectorAll<Field>('form :is(input, textarea, select)') ?? []),
];

/** A link takes the dialog's place in the browser's history, so that Back does not stop at a dialog that has gone. */
function followLink(event: MouseEvent): void {
  const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[href^="#"]') : null;
  if (link === null || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  location.replace(link.href);
}
