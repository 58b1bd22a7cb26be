import { X } from 'lucide-react';
import { createContext, type ReactNode, type RefCallback, use, useCallback, useEffect, useState } from 'react';
import { createPortal } from 'react-dom';
import { filter } from 'rxjs';
import { useTill } from '../services/till-context.ts';

/** A short message about what has just been done, and one action to offer. */
export interface Toast {
  readonly text: string;
  readonly action?: { readonly label: string; readonly run: () => void } | undefined;
}

/** Long enough to read. */
const STAYS_MS = 5_000;
/** Long enough to read it, look up, and decide. */
const OFFER_STAYS_MS = 9_000;

const ToastContext = createContext<(toast: Toast) => void>(() => undefined);
/** Registers an element to show the toast in. Returns a function that removes it. */
const PlaceContext = createContext<RefCallback<HTMLElement>>(() => undefined);

export const useToast = (): ((toast: Toast) => void) => use(ToastContext);

/** Holds the current toast, and shows it in the newest `ToastPlace`: that of the open dialog, if there is one. */
export function Toaster({ children }: { children: ReactNode }): ReactNode {
  const { shop } = useTill();
  const [shown, setShown] = useState<{ toast: Toast; turn: number }>();
  const [places, setPlaces] = useState<readonly HTMLElement[]>([]);
  const takePlace = useCallback((place: HTMLElement | null) => {
    if (place === null) return;
    setPlaces((before) => [...before, place]);
    // The message on the page is not about the dialog that opens.
    setShown(undefined);
    return () => setPlaces((before) => before.filter((other) => other !== place));
  }, []);
  const place = places.at(-1);
  const show = useCallback((toast: Toast) => setShown((before) => ({ toast, turn: (before?.turn ?? 0) + 1 })), []);
  const hide = useCallback(() => setShown(undefined), []);
  // The offer was about the last action, and another one follows it now.
  useEffect(() => {
    const done = shop.events$.pipe(filter(({ metadata }) => metadata.source === 'till')).subscribe(hide);
    return () => done.unsubscribe();
  }, [shop, hide]);
  return (
    <ToastContext value={show}>
      <PlaceContext value={takePlace}>{children}</PlaceContext>
      {shown !== undefined &&
        place !== undefined &&
        createPortal(<ToastCard key={shown.turn} toast={shown.toast} onDone={hide} />, place)}
    </ToastContext>
  );
}

/** The place of the toast. It is in the page before its words, so that screen readers announce them. */
export function ToastPlace(): ReactNode {
  return <output ref={use(PlaceContext)} className="toasts" />;
}

function ToastCard({ toast: { text, action }, onDone }: { toast: Toast; onDone: () => void }): ReactNode {
  const [isHeld, setHeld] = useState(false);
  useEffect(() => {
    if (isHeld) return;
    const timer = setTimeout(onDone, action === undefined ? STAYS_MS : OFFER_STAYS_MS);
    return () => clearTimeout(timer);
  }, [isHeld, action, onDone]);
  return (
    <div
      className="toast"
      data-testid="toast"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <span className="toast-text">{text}</span>
      {action !== undefined && (
        <button
          type="button"
          className="toast-action"
          onClick={() => {
            onDone();
            action.run();
          }}
        >
          {action.label}
        </button>
      )}
      <button type="button" className="icon-button" aria-label="Dismiss" onClick={onDone}>
        <X size={18} aria-hidden />
      </button>
    </div>
  );
}
