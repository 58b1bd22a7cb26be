import { isRefoldError } from '@refold/core';
import { BASKET_LOG } from '../../shop/basket-events.ts';

/** What a fault means for the person at the till, and what they can do. */
export function faultWords(error: unknown): string {
  if (isRefoldError(error, 'log.format_newer')) {
    return 'This shop was saved by a newer version of Till. Open the till again to get that version.';
  }
  if (isRefoldError(error, 'log.lost')) {
    if (error.details.log === BASKET_LOG)
      return 'The basket that was saved on this device is gone: the browser, or somebody, has cleared it.';
    return 'The shop that was saved on this device is gone: the browser, or somebody, has cleared it. What is rung up now stays in this page alone.';
  }
  if (isRefoldError(error, 'log.blocked')) {
    return 'Another tab holds this shop’s storage. Close other tabs of Till, then try again.';
  }
  if (isRefoldError(error, 'log.open_failed')) {
    return 'The browser does not open this shop’s storage. Close other tabs of Till, make sure the device has space left, and open the till again. In a private window it may not be allowed.';
  }
  if (isRefoldError(error, 'log.read_failed')) {
    return 'The browser could not read this shop’s storage. Nothing is damaged. Open the till again.';
  }
  if (isRefoldError(error, 'log.corrupt')) {
    return `This shop’s storage is damaged (${error.details.where}). What can be read is still there.`;
  }
  if (isRefoldError(error, 'log.full')) {
    return 'This device has no space left. Make some; what is not saved yet is tried again with the next sale.';
  }
  if (isRefoldError(error, 'log.write_failed')) {
    return 'The last write failed. It is tried again with the next sale; keep this page open.';
  }
  if (isRefoldError(error, 'file.not_a_log')) {
    return 'This file is no backup of a shop. Nothing was added.';
  }
  if (isRefoldError(error, 'file.format_newer')) {
    return 'This backup was saved by a newer version of Till. Open the till again to get that version.';
  }
  if (isRefoldError(error, 'file.line_invalid')) {
    return 'It cannot be read.';
  }
  if (isRefoldError(error, 'event.id_conflict')) {
    return 'This shop has the same event with other content.';
  }
  if (isRefoldError(error, 'staging.superseded')) {
    return 'Another import has begun, so this one was given up. Nothing was added.';
  }
  if (isRefoldError(error, 'store.travelling')) {
    return 'The past is being viewed, and nothing can be changed there. Go back to now, and try again.';
  }
  if (isRefoldError(error, 'model.threw')) {
    return `“${error.details.model}” could not take in an event (${error.details.type}) and stands still; all else goes on.`;
  }
  return error instanceof Error ? error.message : 'Something failed that did not say what.';
}
