import { type ErrorCode, type ErrorDetails, isRefoldError } from '@refold/core';
import { SalesFileError } from '../../import/sales-file-error.ts';
import { BASKET_LOG } from '../../shop/basket-events.ts';

/**
 * What a fault means for the person at the till, and what they can do. The error's own message is for developers: it is never
 * shown, whatever it says.
 */
export function faultWords(error: unknown): string {
  if (error instanceof SalesFileError) return error.message;
  if (isRefoldError(error)) return wordsOf(error.code, error.details) ?? UNKNOWN;
  return isUnreadableFile(error) ? new SalesFileError('unreadable-file', {}, error).message : UNKNOWN;
}

const UNKNOWN = 'Something went wrong. Reload this page, and try again. What was saved is still there.';

/** How the browser says that a file has been moved or changed since it was chosen. */
const isUnreadableFile = (error: unknown): boolean =>
  error instanceof DOMException && (error.name === 'NotReadableError' || error.name === 'NotFoundError');

/** What the owner calls a read model. */
export const modelWord = (model: string | undefined): string => modelWords[model ?? ''] ?? 'A part of Till';

const modelWords: Readonly<Record<string, string>> = {
  products: 'Stock',
  orders: 'Orders',
  customers: 'The list of customers',
  days: 'Figures',
  basket: 'The basket',
};

const NEWER_BACKUP = 'This backup was saved by a newer version of Till. Reload this page to get that version.';
const NEWER_LINE = 'A newer version of Till saved it. It is kept for that version.';
const UNREADABLE_LINE = 'It cannot be read.';

const words: { readonly [C in ErrorCode]?: (details: ErrorDetails[C]) => string } = {
  'log.format_newer': () => 'A newer version of Till saved this shop. Reload this page to get that version.',
  'log.lost': ({ log }) =>
    log === BASKET_LOG
      ? 'The basket that was saved on this device is gone: the browser, or somebody, has cleared it.'
      : 'The shop that was saved on this device is gone: the browser, or somebody, has cleared it. New sales are on this page alone.',
  'log.blocked': () => 'Another tab of Till holds this shop. Close other tabs of Till, then try again.',
  'log.open_failed': () =>
    'The browser does not open this shop. Close other tabs of Till, make sure that the device has space left, and reload. A private window may not be allowed to keep a shop.',
  'log.read_failed': () => 'The browser could not read this shop. Nothing is damaged. Reload this page.',
  'log.corrupt': () => 'Part of what this device saved is damaged. What can be read is still there. Save a backup.',
  'log.full': () => 'This device has no space left. Make some. Till tries to save again with the next sale.',
  'log.write_failed': () => 'The last change was not saved. Till tries again with the next sale; keep this page open.',
  'log.compacted': () => 'That part of the history has been deleted.',
  'address.out_of_range': () => 'The history does not go back that far: that part of it has been deleted.',
  'store.travelling': () =>
    'You are viewing the past, and nothing can be changed there. Go back to now, and try again.',
  'store.unsaved': () => 'Some changes are on this page alone. Save them to a file first.',
  'store.not_ready': () => 'Till is still opening. Wait a moment, and try again.',
  'snapshot.failed': ({ model }) =>
    `${modelWord(model)} could not be saved for a quick start. Nothing is lost: the next start takes longer.`,
  'model.threw': ({ model }) =>
    `${modelWord(model)} could not take in the last change, and may be out of date; all else goes on. Reload this page. If this stays, save a backup.`,
  'file.not_a_log': () => 'This is not a Till backup. Nothing was added.',
  'file.format_newer': () => NEWER_BACKUP,
  'file.line_invalid': () => UNREADABLE_LINE,
  'event.invalid': () => UNREADABLE_LINE,
  'event.not_json': () => UNREADABLE_LINE,
  'event.key_forbidden': () => UNREADABLE_LINE,
  'event.envelope_invalid': () => UNREADABLE_LINE,
  'event.limit': () => 'It is too large for Till.',
  'event.unknown': () => NEWER_LINE,
  'event.newer': () => NEWER_LINE,
  'event.id_conflict': () => 'This shop has it already, with other content. It stays as it is.',
  'staging.superseded': () => 'Another backup is being loaded, so this one was stopped. Nothing was added.',
};

/** The codes that have words of their own; all others share one sentence. */
export const worded = Object.keys(words) as readonly ErrorCode[];

const wordsOf = <C extends ErrorCode>(code: C, details: ErrorDetails[C]): string | undefined => words[code]?.(details);
