import { countTabs } from './count-tabs.ts';
import {
  isHail,
  type LeadershipEffect,
  type LeadershipMessage,
  nextLeadership,
  outside,
  type Role,
} from './leadership.ts';
import type { TabLock, TabPlatform } from './platform.ts';

export interface LeadOptions {
  readonly platform: TabPlatform;
  /** The tabs of one log have one name. */
  readonly name: string;
  /** An id of this tab alone. */
  readonly tab: string;
  /**
   * Raises the term of the log and begins to lead. The tab leads once this has resolved, and until the signal aborts.
   * If it rejects, the tab resigns. A second call may begin while an earlier one, whose signal is aborted, still runs.
   */
  readonly onLead: (signal: AbortSignal) => Promise<void>;
  /** The tab begins, or the page returns: the log may have what this tab has not read. */
  readonly onNews: () => void;
  readonly onStatus: (status: LeadStatus) => void;
}

export interface LeadStatus {
  readonly role: Role;
  /** Whether this tab leads, and `onLead` has resolved. */
  readonly isLeader: boolean;
  /** How many tabs are open, this one included; undefined while unknown. */
  readonly tabs: number | undefined;
  /** `none`: without Web Locks every tab leads, and the log refuses the terms of all but the latest. */
  readonly by: 'locks' | 'none';
  /** `poll`: without a channel no tab hears when the log has news. */
  readonly hints: 'channel' | 'poll';
  /** Why this tab could not lead, use locks, or count the tabs. */
  readonly fault: unknown;
}

export interface LeadRunner {
  readonly status: LeadStatus;
  readonly start: () => void;
  /** The work of this leader failed, for instance because its term is over. Others may lead; it tries again later. */
  readonly resign: (fault: unknown) => void;
  /** Releases all that the tab holds. */
  readonly stop: () => void;
}

/** Milliseconds that a leader has to answer. A hidden leader answers too: messages are not throttled, only timers. */
const ANSWER_MS = 500;
/** Milliseconds between two questions of a visible tab, and before a tab that resigned tries again. */
const NEXT_MS = 10_000;
/** A page that was busy or frozen gets this time to hear an answer that came meanwhile. */
const GRACE_MS = 50;

/** Grants every request. */
const NO_LOCK: TabLock = { request: (_take, { granted }) => granted(), release: () => undefined };

/** Runs the leadership of one tab (`leadership.ts`) on a platform. */
export function lead({ platform, name, tab, onLead, onNews, onStatus }: LeadOptions): LeadRunner {
  const inbox: LeadershipMessage[] = [];
  let isRunning = false;
  let lock = platform.lock(name);
  let cancelWait: (() => void) | undefined;
  let tenure: AbortController | undefined;
  const faults: { lead?: unknown; lock?: unknown; count?: unknown } = {};
  const page = platform.page({
    visibility: (isVisible) => {
      take({ type: 'visibility', isVisible });
      counting.soon();
    },
    leave: () => leave('leave'),
    return: () => {
      take({ type: 'visibility', isVisible: page.isVisible });
      enter('return');
    },
    focus: () => counting.soon(),
  });
  let state = outside(tab, page.isVisible);
  const channel = platform.channel(name, (message) => {
    if (isHail(message)) take({ type: 'heard', hail: message });
    // A tab that posts may have come or gone.
    counting.soon();
  });
  let status: LeadStatus = {
    role: state.role,
    isLeader: false,
    tabs: undefined,
    by: lock === undefined ? 'none' : 'locks',
    hints: channel === undefined ? 'poll' : 'channel',
    fault: undefined,
  };
  const counting = countTabs({
    platform,
    name,
    isWorthwhile: () => page.isVisible,
    onCount: (tabs) => note('count', undefined, { tabs }),
    onFault: (fault) => note('count', fault, { tabs: undefined }),
  });

  function change(changed: Partial<LeadStatus>): void {
    const next = { ...status, ...changed };
    const keys = Object.keys(next) as (keyof LeadStatus)[];
    if (keys.every((key) => Object.is(next[key], status[key]))) return;
    status = next;
    onStatus(status);
  }

  /** Notes why something does not work. Undefined: it works. */
  function note(what: keyof typeof faults, fault: unknown, changed: Partial<LeadStatus> = {}): void {
    faults[what] = fault;
    change({ ...changed, fault: faults.lead ?? faults.lock ?? faults.count });
  }

  /** An effect may cause a message at once. That message waits until the effects of the current one are done. */
  function take(message: LeadershipMessage): void {
    inbox.push(message);
    if (isRunning) return;
    isRunning = true;
    for (let next = inbox.shift(); next !== undefined; next = inbox.shift()) {
      const { state: then, effects } = nextLeadership(state, next);
      state = then;
      effects.forEach(perform);
      change({ role: state.role });
    }
    isRunning = false;
  }

  function perform(effect: LeadershipEffect): void {
    switch (effect.type) {
      case 'request':
        return request(effect.take);
      case 'release':
        return lock?.release();
      case 'tell':
        return channel?.post(effect.hail);
      case 'wait':
        return wait(effect.until);
      case 'wait-no-more':
        return cancelWait?.();
      case 'lead':
        return begin();
      case 'follow':
        tenure?.abort();
        return change({ isLeader: false });
      case 'read-news':
        return onNews();
    }
  }

  function request(isTaking: boolean): void {
    (lock ?? NO_LOCK).request(isTaking, {
      granted: () => take({ type: 'granted' }),
      taken: () => take({ type: 'taken' }),
      refused: (fault) => {
        lock = undefined;
        note('lock', fault, { by: 'none' });
        request(isTaking);
      },
    });
  }

  function wait(until: 'answered' | 'next'): void {
    cancelWait?.();
    // Without a channel no leader can answer, so silence means nothing.
    if (until === 'answered' && channel === undefined) return;
    cancelWait = platform.after(until === 'answered' ? ANSWER_MS : NEXT_MS, () => {
      cancelWait = platform.after(GRACE_MS, () => take({ type: 'silence' }));
    });
  }

  function begin(): void {
    const { signal } = (tenure = new AbortController());
    attempt(signal).then(
      () => {
        if (!signal.aborted) note('lead', undefined, { isLeader: true });
      },
      (fault: unknown) => {
        if (!signal.aborted) resign(fault);
      },
    );
  }

  /** Rejects also where `onLead` throws. */
  async function attempt(signal: AbortSignal): Promise<void> {
    await onLead(signal);
  }

  function resign(fault: unknown): void {
    if (state.role === 'leading') note('lead', fault);
    take({ type: 'resign' });
  }

  function enter(type: 'start' | 'return'): void {
    take({ type });
    channel?.post({ type: 'come', from: tab });
    counting.soon();
  }

  function leave(type: 'leave' | 'stop'): void {
    take({ type });
    channel?.post({ type: 'gone', from: tab });
    counting.pause();
  }

  return {
    get status() {
      return status;
    },
    start: () => enter('start'),
    resign,
    stop() {
      leave('stop');
      page.stop();
      channel?.close();
      counting.stop();
    },
  };
}
