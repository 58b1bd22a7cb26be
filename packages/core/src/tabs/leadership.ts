/**
 * Decides which tab of a log leads: that tab alone merges batches and saves snapshots. A pure machine, like the leader
 * lease of distributed systems: it takes a state and a message, and returns the next state and the effects. The tab
 * that holds a lock of the browser leads. Messages between tabs only move the lock to a tab that people look at.
 *
 * For a moment two tabs may both believe that they lead, since a frozen tab cannot notice that its lock was taken. That
 * is harmless: each leader begins a new term in the log, and the log refuses the work of an earlier term.
 */
export interface Leadership {
  readonly tab: string;
  readonly role: Role;
  readonly isVisible: boolean;
  /** Whether this tab has asked the leader to yield, and waits for an answer. */
  readonly isAsking: boolean;
}

/**
 * `following`: waits for the lock. `taking`: takes the lock from a leader that has yielded, or is silent. `yielding`:
 * no longer leads, and waits until the other tab takes the lock. `resting`: could not lead, and does not ask for the
 * lock for ten seconds. `away`: the page is frozen or put away, and neither holds the lock nor asks for it.
 */
export type Role = 'following' | 'taking' | 'leading' | 'yielding' | 'resting' | 'away' | 'stopped';

/** What tabs tell each other. Each may be lost, doubled or late. */
export type Hail =
  /** A visible tab asks the leader to yield, if the leader is hidden. */
  | { readonly type: 'ask'; readonly from: string }
  /** The leader is visible, and stays. */
  | { readonly type: 'stay'; readonly from: string; readonly to: string }
  /** The leader leads no longer, so that the tab that asked may take the lock. */
  | { readonly type: 'yield'; readonly from: string; readonly to: string }
  /** The leader is hidden from now on. */
  | { readonly type: 'hidden'; readonly from: string };

export type LeadershipMessage =
  | { readonly type: 'start' }
  /** The lock is held now. */
  | { readonly type: 'granted' }
  /** Another tab took the lock. */
  | { readonly type: 'taken' }
  | { readonly type: 'heard'; readonly hail: Hail }
  | { readonly type: 'visibility'; readonly isVisible: boolean }
  /** This tab cannot lead: its work as a leader failed, or another tab has begun a later term. */
  | { readonly type: 'resign' }
  /** The page is about to be frozen or put away. */
  | { readonly type: 'leave' }
  /** The page runs again. */
  | { readonly type: 'return' }
  /** The wait is over. */
  | { readonly type: 'silence' }
  | { readonly type: 'stop' };

export type LeadershipEffect =
  /**
   * Asks for the lock. `take`: from the tab that holds it; else it waits its turn. It withdraws an earlier request,
   * which then reports neither `granted` nor `taken`.
   */
  | { readonly type: 'request'; readonly take: boolean }
  /** Releases the lock, or withdraws the request for it. */
  | { readonly type: 'release' }
  | { readonly type: 'tell'; readonly hail: Hail }
  /** Sends `silence` after the time for an answer, or after the longer one between two questions. Replaces a wait. */
  | { readonly type: 'wait'; readonly until: 'answered' | 'next' }
  /** Sends no `silence`. */
  | { readonly type: 'wait-no-more' }
  /** Raises the term of the log, and begins to lead. */
  | { readonly type: 'lead' }
  /** Leads no longer. */
  | { readonly type: 'follow' }
  /** Reads what came to the log meanwhile. */
  | { readonly type: 'read-news' };

/** Another release of the app may post other messages. */
export function isHail(message: unknown): message is Hail {
  if (typeof message !== 'object' || message === null) return false;
  const { type, from } = message as Partial<Hail>;
  return typeof from === 'string' && HAILS.has(type);
}

export interface LeadershipStep {
  readonly state: Leadership;
  readonly effects: readonly LeadershipEffect[];
}

const HAILS: ReadonlySet<unknown> = new Set<Hail['type']>(['ask', 'stay', 'yield', 'hidden']);
const ANSWERED: LeadershipEffect = { type: 'wait', until: 'answered' };

export const outside = (tab: string, isVisible: boolean): Leadership => ({
  tab,
  role: 'away',
  isVisible,
  isAsking: false,
});

export function nextLeadership(state: Leadership, message: LeadershipMessage): LeadershipStep {
  if (state.role === 'stopped') return { state, effects: [] };
  switch (message.type) {
    case 'start':
    case 'return':
      return enter(state);
    case 'granted':
      return granted(state);
    case 'taken':
      return taken(state);
    case 'heard':
      return heard(state, message.hail);
    case 'visibility':
      return seen(state, message.isVisible);
    case 'silence':
      return silence(state);
    case 'resign':
      return resign(state);
    case 'leave':
      return leave(state, 'away');
    case 'stop':
      return leave(state, 'stopped');
  }
}

function enter(state: Leadership): LeadershipStep {
  if (state.role !== 'away') return { state, effects: [] };
  return ask({ ...state, role: 'following' }, [{ type: 'read-news' }, { type: 'request', take: false }]);
}

/**
 * A visible tab that does not lead asks the leader to yield. The leader may be hidden, or frozen with the lock.
 */
function ask(state: Leadership, before: readonly LeadershipEffect[] = []): LeadershipStep {
  if (!state.isVisible || state.role !== 'following') return { state, effects: before };
  const hail: Hail = { type: 'ask', from: state.tab };
  return { state: { ...state, isAsking: true }, effects: [...before, { type: 'tell', hail }, ANSWERED] };
}

function granted(state: Leadership): LeadershipStep {
  if (state.role !== 'following' && state.role !== 'taking') return { state, effects: [] };
  const effects: LeadershipEffect[] = [{ type: 'wait-no-more' }, { type: 'lead' }];
  // A hidden tab may have been next in turn while a visible one waits.
  if (!state.isVisible) effects.push({ type: 'tell', hail: { type: 'hidden', from: state.tab } });
  return { state: { ...state, role: 'leading', isAsking: false }, effects };
}

function taken(state: Leadership): LeadershipStep {
  if (state.role !== 'leading' && state.role !== 'yielding') return { state, effects: [] };
  const effects: LeadershipEffect[] = state.role === 'leading' ? [{ type: 'follow' }] : [];
  const following = { ...state, role: 'following' as const, isAsking: false };
  return ask(following, [...effects, { type: 'wait-no-more' }, { type: 'request', take: false }]);
}

function heard(state: Leadership, hail: Hail): LeadershipStep {
  const { tab, role, isVisible } = state;
  if (hail.from === tab || role === 'away') return { state, effects: [] };
  switch (hail.type) {
    case 'ask':
      if (role !== 'leading') return { state, effects: [] };
      if (isVisible) return { state, effects: [{ type: 'tell', hail: { type: 'stay', from: tab, to: hail.from } }] };
      return {
        state: { ...state, role: 'yielding' },
        effects: [
          { type: 'follow' },
          { type: 'tell', hail: { type: 'yield', from: tab, to: hail.from } },
          // If the other tab never takes the lock, this tab releases it for the next in turn.
          ANSWERED,
        ],
      };
    case 'stay':
      if (hail.to !== tab || !state.isAsking) return { state, effects: [] };
      // It asks again later, since a leader may begin to hang without notice.
      return { state: { ...state, isAsking: false }, effects: [{ type: 'wait', until: 'next' }] };
    case 'yield':
      if (hail.to !== tab || role !== 'following') return { state, effects: [] };
      return take(state);
    case 'hidden':
      return ask(state);
  }
}

function take(state: Leadership): LeadershipStep {
  return {
    state: { ...state, role: 'taking', isAsking: false },
    effects: [{ type: 'wait-no-more' }, { type: 'request', take: true }],
  };
}

function seen(state: Leadership, isVisible: boolean): LeadershipStep {
  if (state.isVisible === isVisible) return { state, effects: [] };
  const now = { ...state, isVisible };
  if (isVisible) return ask(now);
  // A hidden tab does not take the lock from a silent leader: its own timers are late, so it cannot judge silence.
  if (state.role === 'following') return { state: { ...now, isAsking: false }, effects: [{ type: 'wait-no-more' }] };
  if (state.role !== 'leading') return { state: now, effects: [] };
  return { state: now, effects: [{ type: 'tell', hail: { type: 'hidden', from: state.tab } }] };
}

function silence(state: Leadership): LeadershipStep {
  if (state.role === 'following') return state.isAsking ? take(state) : ask(state);
  if (state.role !== 'yielding' && state.role !== 'resting') return { state, effects: [] };
  const following = { ...state, role: 'following' as const };
  return ask(following, [{ type: 'release' }, { type: 'request', take: false }]);
}

/** Lets the others lead. It rests first, since what failed may fail again at once. */
function resign(state: Leadership): LeadershipStep {
  if (state.role !== 'leading') return { state, effects: [] };
  return {
    state: { ...state, role: 'resting' },
    effects: [{ type: 'follow' }, { type: 'release' }, { type: 'wait', until: 'next' }],
  };
}

function leave(state: Leadership, role: 'away' | 'stopped'): LeadershipStep {
  const effects: LeadershipEffect[] = [{ type: 'wait-no-more' }, { type: 'release' }];
  if (state.role === 'leading') effects.unshift({ type: 'follow' });
  return { state: { ...state, role, isAsking: false }, effects };
}
