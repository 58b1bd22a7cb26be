/** An import whose page was closed before it was done. */
export interface CutOff {
  readonly kind: ImportKind;
  readonly fileName: string;
  readonly percent: number;
}
export type ImportKind = 'sales' | 'backup';

/** The record of an import while it runs. */
export interface ImportMark {
  /** From 0 to 1. */
  readonly at: (share: number) => void;
  readonly end: () => void;
}

/** Records of the imports that run in this browser, so that Till can report one whose page was closed. */
export interface ImportMarks {
  readonly begin: (kind: ImportKind, fileName: string) => ImportMark;
  /** The imports that were cut off and not handled since. */
  readonly cutOff: () => readonly CutOff[];
  readonly subscribe: (listener: () => void) => () => void;
  /** Call it when they have been handled. */
  readonly forget: (kind: ImportKind) => void;
}

export type MarkStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;
/** The part of the browser's lock manager that marks need. An import holds a lock as long as its page lives. */
export interface MarkLocks {
  request(name: string, whenHeld: () => Promise<void>): Promise<void>;
}

const PREFIX = 'till-import:';

/** The browser features that marks need. Without one of them, Till reports nothing. */
export interface MarkKeepers {
  readonly storage: MarkStorage | undefined;
  readonly locks: MarkLocks | undefined;
}

export function createImportMarks(
  { storage, locks }: MarkKeepers,
  newId: () => string = () => crypto.randomUUID(),
): ImportMarks {
  const listeners = new Set<() => void>();
  let found: readonly (CutOff & { readonly key: string })[] = [];
  const set = (next: typeof found): void => {
    found = next;
    for (const listener of listeners) listener();
  };

  /** If the import of a mark still runs in another tab, its lock is held. */
  async function look(key: string): Promise<void> {
    await locks?.request(key, async () => {
      const mark = parse(storage?.getItem(key));
      if (mark !== undefined) set([...found, { ...mark, key }]);
    });
  }
  for (const key of keysOf(storage)) void look(key);

  return {
    begin(kind, fileName) {
      const key = PREFIX + newId();
      let percent = -1;
      let release = (): void => undefined;
      const ended = new Promise<void>((resolve) => {
        release = resolve;
      });
      const at = (share: number): void => {
        const now = Math.floor(share * 100);
        if (now === percent) return;
        percent = now;
        storage?.setItem(key, JSON.stringify({ kind, fileName, percent } satisfies CutOff));
      };
      at(0);
      void locks?.request(key, () => ended);
      return {
        at,
        end() {
          storage?.removeItem(key);
          release();
        },
      };
    },
    cutOff: () => found,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    forget(kind) {
      const forgotten = found.filter((mark) => mark.kind === kind);
      for (const { key } of forgotten) storage?.removeItem(key);
      if (forgotten.length > 0) set(found.filter((mark) => mark.kind !== kind));
    },
  };
}

function keysOf(storage: MarkStorage | undefined): string[] {
  const keys = Array.from({ length: storage?.length ?? 0 }, (_, index) => storage?.key(index) ?? '');
  return keys.filter((key) => key.startsWith(PREFIX));
}

function parse(text: string | null | undefined): CutOff | undefined {
  return typeof text === 'string' ? (JSON.parse(text) as CutOff) : undefined;
}

/** The features of this browser. A browser without storage for this site throws on access. */
export function browserKeepers(): MarkKeepers {
  try {
    return { storage: localStorage, locks: navigator.locks };
  } catch {
    return { storage: undefined, locks: undefined };
  }
}
