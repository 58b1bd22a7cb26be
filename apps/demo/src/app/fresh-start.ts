/** Says whether another tab has started a new shop or basket, after the data of the old one was deleted. */
export interface FreshStart {
  /** This tab starts one. */
  readonly note: () => void;
  /** Whether another tab has started one since this page opened. */
  readonly isElsewhere: () => boolean;
  readonly subscribe: (listener: () => void) => () => void;
}

export type NoteStorage = Pick<Storage, 'getItem' | 'setItem'>;

const KEY = 'till-fresh-start';

/** `onChange`: calls the listener when another tab has changed the storage. */
export function createFreshStart(
  storage: NoteStorage | undefined,
  onChange: (listener: () => void) => () => void,
  newId: () => string = () => crypto.randomUUID(),
): FreshStart {
  let known = storage?.getItem(KEY) ?? null;
  return {
    note() {
      known = newId();
      storage?.setItem(KEY, known);
    },
    isElsewhere() {
      // The note goes with the site's data, and that starts nothing.
      const now = storage?.getItem(KEY) ?? null;
      return now !== null && now !== known;
    },
    subscribe: onChange,
  };
}

/** A tab that was frozen hears of no change, so it also looks when a person returns to it. */
export function onOtherTab(listener: () => void): () => void {
  addEventListener('storage', listener);
  addEventListener('focus', listener);
  return () => {
    removeEventListener('storage', listener);
    removeEventListener('focus', listener);
  };
}
