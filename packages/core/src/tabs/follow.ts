import type { RefoldError } from '../errors/refold-error.ts';
import { loadPart } from '../errors/load-part.ts';
import type { SyncedLog } from '../log/synced-log.ts';
import type { StoreInternals } from '../store/internals.ts';
import { type FollowingMessage, nextFollowing, notFollowing } from './following.ts';
import type { TabPlatform } from './platform.ts';
import type * as takingNews from './take-news.ts';

export interface FollowOptions {
  readonly internals: StoreInternals;
  readonly log: () => Promise<SyncedLog>;
  readonly platform: TabPlatform;
  /** Milliseconds between two looks at the log without a hint. */
  readonly pollMs: number;
  /** Others have added this many rows. */
  readonly onRows: (rows: number) => void;
  /** A newer release of the app has written events that this one does not know. */
  readonly onNewer: () => void;
  /** The log could not be read; undefined once it could. */
  readonly onFault: (fault: unknown) => void;
}

export interface Follower {
  readonly send: (message: FollowingMessage) => void;
}

const FRAME_MS = 16;

/** Keeps the read models of a store up to date with what other tabs write. */
export function follow({ internals, log, platform, pollMs, onRows, onNewer, onFault }: FollowOptions): Follower {
  const { env } = internals;
  let state = notFollowing;
  let begunMs = 0;
  let cancelRest: (() => void) | undefined;
  let cancelPoll: (() => void) | undefined;

  function send(message: FollowingMessage): void {
    const step = nextFollowing(state, message);
    state = step.state;
    for (const effect of step.effects) {
      if (effect === 'read') read().catch(onFault);
      else if (effect === 'rest') rest();
      else {
        cancelRest?.();
        cancelPoll?.();
      }
    }
  }

  /** Until the next frame, and as long as the read took, so that at most half of the time goes into reading. */
  function rest(): void {
    const tookMs = env.elapsed() - begunMs;
    const waitForFrame = (): void => void (cancelRest = platform.frame(() => send({ type: 'rested' })));
    if (tookMs < FRAME_MS) waitForFrame();
    else cancelRest = platform.after(tookMs, waitForFrame);
  }

  async function read(): Promise<void> {
    begunMs = env.elapsed();
    cancelPoll?.();
    let isBehind = false;
    try {
      isBehind = await readOnce();
      onFault(undefined);
    } catch (error) {
      if (!internals.kernel.isClosing) onFault(error);
    }
    send({ type: 'read', isBehind });
    if (state.phase === 'resting') cancelPoll = platform.after(pollMs, () => send({ type: 'hint' }));
  }

  async function readOnce(): Promise<boolean> {
    const { kernel, loads, loadRebuild } = internals;
    const [synced, { takeNews }] = await Promise.all([log(), loadTakeNews()]);
    const taken = await loads.run(() => takeNews(internals, synced));
    if (taken.kind === 'taken') {
      if (taken.rows > 0) onRows(taken.rows);
      if (taken.skipped.some(isOfNewerApp)) onNewer();
      return taken.isBehind;
    }
    if (kernel.isClosing) return false;
    const skippedBefore = kernel.status.status.skipped;
    const rebuild = await loadRebuild();
    await rebuild('follow', () => true);
    if (kernel.status.status.skipped > skippedBefore) onNewer();
    return false;
  }

  return { send };
}

const isOfNewerApp = ({ error }: { readonly error: RefoldError }): boolean =>
  error.code === 'event.newer' || error.code === 'event.unknown';

/** The code that folds another tail of the log. A tab that opens alone shows its page before it loads. */
const loadTakeNews = (): Promise<typeof takingNews> => loadPart('news of other tabs', () => import('./take-news.ts'));
