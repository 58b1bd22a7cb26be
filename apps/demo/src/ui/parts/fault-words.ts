import { type ErrorCode, type ErrorDetails, isRefoldError } from '@refold/core';
import { SalesFileError } from '../../import/sales-file-error.ts';
import { BASKET_LOG } from '../../shop/basket-events.ts';

/**
 * What an error means for the person at the till, and what to do. The error's own message is for developers, and is
 * never shown.
 */
export function faultWords(error: unknown): string {
  if (error instanceof SalesFileError) return error.message;
  if (isRefoldError(error)) return wordsOf(error.code, error.details) ?? UNKNOWN;
  return isUnreadableFile(error) ? new SalesFileError('unreadable-file', {}, error).message : UNKNOWN;
}

const UNKNOWN = 'Something went wrong. Reload this page, and try again. Saved data is safe.';

/** The browser's error when a file was moved or changed after it was chosen. */
const isUnreadableFile = (error: unknown): boolean =>
  error instanceof DOMException && (error.name === 'NotReadableError' || error.name === 'NotFoundError');

/** The shop's name for a read model. */
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
      ? 'The saved basket is gone: its data was deleted in this browser.'
      : 'The saved shop is gone: its data was deleted in this browser. New sales are only on this page.',
  'log.blocked': () => 'Another tab of Till is using this shop. Close other tabs of Till, then try again.',
  'log.open_failed': () =>
    'The browser cannot open this shop. Close other tabs of Till, make sure that the device has free space, and reload. A private window may not be able to save a shop.',
  'log.read_failed': () => 'The browser could not read this shop. Nothing is damaged. Reload this page.',
  'log.corrupt': () => 'Some of the saved data is damaged. Save a backup of the rest.',
  'log.full': () => 'This device has no space left. Free some space. Till will try to save again with the next sale.',
  'log.write_failed': () =>
    'The last change was not saved. Till will try again with the next sale. Keep this page open.',
  'log.compacted': () => 'That part of the history has been deleted.',
  'address.out_of_range': () => 'The history does not go back that far. The older part has been deleted.',
  'store.travelling': () => 'You are viewing the past, where nothing can be changed. Go back to now, and try again.',
  'store.unsaved': () => 'Some changes are only on this page. Save them to a file first.',
  'store.not_ready': () => 'Till is still opening. Wait a moment, and try again.',
  'snapshot.failed': ({ model }) =>
    `${modelWord(model)} could not be saved for a quick start. Nothing is lost, but the next start takes longer.`,
  'model.threw': ({ model }) =>
    `${modelWord(model)} stopped updating because of an error. Everything else still works. Reload this page. If that does not help, save a backup.`,
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
  'event.id_conflict': () => 'This shop already has it, with other content. It was not changed.',
  'staging.superseded': () => 'Another backup is being loaded, so this one was stopped. Nothing was added.',
};

/** The codes with words of their own. All others share one sentence. */
export const worded = Object.keys(words) as readonly ErrorCode[];

const wordsOf = <C extends ErrorCode>(code: C, details: ErrorDetails[C]): string | undefined => words[code]?.(details);
