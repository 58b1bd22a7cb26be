/** What tabs need of a browser. `webPlatform()` is the real one; tests simulate one (`platform.fixture.ts`). */
export interface TabPlatform {
  /** The lock of this name, which one tab at a time holds; undefined without Web Locks. */
  readonly lock: (name: string) => TabLock | undefined;
  /**
   * Opens a channel to the other tabs. `hear` receives whatever another tab posts, also from another release of the
   * app. Undefined where there is no BroadcastChannel.
   *
   * A page that is put away neither posts nor hears: a message would end its stay in the back/forward cache.
   */
  readonly channel: (name: string, hear: (message: unknown) => void) => TabChannel | undefined;
  /** Reports what happens to the page. */
  readonly page: (listener: Partial<PageListener>) => TabPage;
  /** Makes this tab one of those that are counted; undefined without Web Locks. A page that is put away is not. */
  readonly presence: (name: string) => TabPresence | undefined;
  /** Runs a task after `ms` milliseconds, or up to a minute later if hidden. Returns a function that cancels it. */
  readonly after: (ms: number, task: () => void) => () => void;
  /**
   * Runs a task at the next frame. A hidden page has no frames, so it runs the task when idle, after a second or so at
   * the latest. Returns a function that cancels it.
   */
  readonly frame: (task: () => void) => () => void;
}

export interface TabLock {
  /**
   * Asks for the lock. It waits its turn, or takes the lock from the tab that holds it. It withdraws an earlier request
   * of this tab, which then reports nothing more.
   */
  readonly request: (take: boolean, report: LockReport) => void;
  /** Releases the lock, or withdraws the request for it. */
  readonly release: () => void;
}

export interface LockReport {
  readonly granted: () => void;
  /** Another tab took the lock. */
  readonly taken: () => void;
  /** The browser does not allow this page to use locks. */
  readonly refused: (cause: unknown) => void;
}

export interface TabChannel {
  /** Posts to all other tabs that are awake. A message may get lost. */
  readonly post: (message: unknown) => void;
  readonly close: () => void;
}

export interface PageListener {
  readonly visibility: (isVisible: boolean) => void;
  /** The page is about to be frozen, to go into the back/forward cache, or to end. */
  readonly leave: () => void;
  /** The page runs again. */
  readonly return: () => void;
  readonly focus: () => void;
}

export interface TabPage {
  readonly isVisible: boolean;
  readonly stop: () => void;
}

export interface TabPresence {
  /** How many tabs are open, this one included. Rejects with the reason if the browser does not say. */
  readonly count: () => Promise<number>;
  readonly stop: () => void;
}
