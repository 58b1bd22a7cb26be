import { createScanReader } from './scan-reader.ts';

/**
 * Listens to a barcode scanner until the returned function is called. `onScan` receives each code, and whether an open
 * dialog keeps the page from using it. The keys of a scan press, move and type nothing, except the first: it looks like
 * a person's. A field marked `data-scan` receives the code; any other field gets its text back.
 */
export function listenToScanner(onScan: (code: string, isTaken: boolean) => void): () => void {
  const reader = createScanReader();
  const held = new Set<string>();
  let field: { readonly input: HTMLInputElement; readonly text: string } | undefined;

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    const { key, timeStamp: atMs, target, repeat: isRepeat } = event;
    const hasModifier = event.ctrlKey || event.metaKey || event.altKey;
    const reading = reader.read({ key, atMs, hasModifier, isRepeat });
    const input = isTextField(target) ? target : undefined;
    if (reading.kind === 'first') field = input && { input, text: input.value };
    if (reading.kind === 'pass' || reading.kind === 'first') return;
    // A field shows the typed keys. It gets its text back when the code is complete.
    if (reading.kind === 'hold' && input !== undefined && key.length === 1 && !hasModifier) return;
    held.add(event.code);
    stop(event);
    if (reading.kind === 'hold') return;
    if (field?.input.dataset['scan'] !== undefined) return setText(field.input, reading.code);
    if (field !== undefined) setText(field.input, field.text);
    const dialog = [...document.querySelectorAll<HTMLElement>('dialog[open]')].at(-1);
    onScan(reading.code, dialog !== undefined && dialog.dataset['scan'] === undefined);
  };
  // The space bar presses a button on the way up.
  const onKeyUp = (event: KeyboardEvent): void => {
    if (held.delete(event.code)) stop(event);
  };
  window.addEventListener('keydown', onKeyDown, true);
  window.addEventListener('keyup', onKeyUp, true);
  return () => {
    window.removeEventListener('keydown', onKeyDown, true);
    window.removeEventListener('keyup', onKeyUp, true);
  };
}

function stop(event: Event): void {
  event.preventDefault();
  event.stopImmediatePropagation();
}

const isTextField = (target: EventTarget | null): target is HTMLInputElement =>
  target instanceof HTMLInputElement && /^(text|search|email|tel|url|password|number)$/.test(target.type);

/** Sets the text as typing does, so that React notices. */
function setText(input: HTMLInputElement, text: string): void {
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(input, text);
  input.dispatchEvent(new Event('input', { bubbles: true }));
}
