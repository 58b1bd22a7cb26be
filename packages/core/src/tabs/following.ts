/**
 * Decides when a tab reads what others have written to its log. A pure machine: it takes a state and a message, and
 * returns the next state and the effects. A tab reads at the first hint, at most once a frame, and never twice at the
 * same time.
 */
export interface Following {
  /** `resting`: waits for the next frame. `away`: the page is frozen or put away. */
  readonly phase: 'idle' | 'reading' | 'resting' | 'away' | 'stopped';
  /** Whether a hint came that no read has followed yet. */
  readonly isDue: boolean;
}

export type FollowingMessage =
  /** The log may have news. */
  | { readonly type: 'hint' }
  /** The read is over. `isBehind`: the log has more already. */
  | { readonly type: 'read'; readonly isBehind: boolean }
  /** A frame has passed. */
  | { readonly type: 'rested' }
  | { readonly type: 'leave' }
  | { readonly type: 'return' }
  | { readonly type: 'stop' };

export type FollowingEffect =
  /** Read, then send `read`, whether it succeeded or not. */
  | 'read'
  /** Send `rested` after the next frame. */
  | 'rest'
  /** Send no `rested`. */
  | 'rest-no-more';

export interface FollowingStep {
  readonly state: Following;
  readonly effects: readonly FollowingEffect[];
}

export const notFollowing: Following = { phase: 'away', isDue: false };

export function nextFollowing(state: Following, message: FollowingMessage): FollowingStep {
  const { phase, isDue } = state;
  if (phase === 'stopped') return { state, effects: [] };
  switch (message.type) {
    case 'hint':
      return phase === 'idle' ? READ : { state: { ...state, isDue: true }, effects: [] };
    case 'read':
      // The page may have left and returned since, and read again.
      if (phase !== 'reading') return { state: { ...state, isDue: isDue || message.isBehind }, effects: [] };
      return { state: { phase: 'resting', isDue: isDue || message.isBehind }, effects: ['rest'] };
    case 'rested':
      if (phase !== 'resting') return { state, effects: [] };
      return isDue ? READ : { state: { phase: 'idle', isDue }, effects: [] };
    case 'leave':
      return { state: notFollowing, effects: ['rest-no-more'] };
    case 'return':
      return phase === 'away' || phase === 'idle' ? READ : { state: { ...state, isDue: true }, effects: [] };
    case 'stop':
      return { state: { phase: 'stopped', isDue: false }, effects: ['rest-no-more'] };
  }
}

const READ: FollowingStep = { state: { phase: 'reading', isDue: false }, effects: ['read'] };
