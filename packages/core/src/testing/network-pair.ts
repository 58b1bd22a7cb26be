import { initialNetwork, type NetworkConditions, type NetworkInput, type Side, stepNetwork } from './network.ts';
import type { VirtualClock } from './virtual-clock.ts';

/** One end of a network. */
export interface NetworkEnd<M> {
  /** Sends a copy to the other end, without knowing whether it arrives. */
  send(message: M): void;
  /**
   * Calls `listener` with each message that arrives. Returns an unsubscribe function. Messages without a listener are
   * lost.
   */
  subscribe(listener: (message: M) => void): () => void;
}

export interface NetworkPair<M> {
  readonly a: NetworkEnd<M>;
  readonly b: NetworkEnd<M>;
  /** Changes the conditions for messages sent from now on. */
  change(conditions: Partial<NetworkConditions>): void;
  /** Loses the messages in transit, and those sent until `mend`. */
  cut(): void;
  mend(): void;
  readonly isCut: boolean;
  /** How many messages are in transit. */
  readonly underWay: number;
}

export interface NetworkPairOptions extends Partial<NetworkConditions> {
  readonly clock: VirtualClock;
  /** Seed of all random choices. Default 1. */
  readonly seed?: number;
}

/**
 * Creates two ends with a simulated network between them, which delays, loses, duplicates and reorders messages, and
 * can be cut. Messages arrive when the clock advances. The same seed yields the same run. Without conditions the
 * network is perfect.
 *
 * @example
 * const { a, b, cut, mend } = createNetworkPair<string>({ clock, delayMs: [20, 80], drop: 0.1 });
 * b.subscribe((message) => received.push(message));
 * a.send('hello');
 * clock.advance(80);
 */
export function createNetworkPair<M>({ clock, seed = 1, ...conditions }: NetworkPairOptions): NetworkPair<M> {
  let state = initialNetwork<M>(seed, conditions);
  const listeners: Readonly<Record<Side, Set<{ readonly listener: (message: M) => void }>>> = {
    a: new Set(),
    b: new Set(),
  };
  let cancel: (() => void) | undefined;

  const take = (input: NetworkInput<M>): void => {
    const step = stepNetwork(state, input);
    ({ state } = step);
    cancel?.();
    cancel = undefined;
    const [first] = state.underWay;
    if (first !== undefined) cancel = clock.schedule(arrive, first.dueMs - clock.now());
    if (step.arrived === undefined) return;
    const { to, message } = step.arrived;
    for (const { listener } of [...listeners[to]]) listener(structuredClone(message));
  };
  const arrive = (): void => take({ do: 'arrive', nowMs: clock.now() });
  const end = (here: Side, to: Side): NetworkEnd<M> => ({
    send: (message) => take({ do: 'send', to, message: structuredClone(message), nowMs: clock.now() }),
    subscribe: (listener) => {
      const entry = { listener };
      listeners[here].add(entry);
      return () => void listeners[here].delete(entry);
    },
  });
  return {
    a: end('a', 'b'),
    b: end('b', 'a'),
    change: (changed) => take({ do: 'change', conditions: changed }),
    cut: () => take({ do: 'cut' }),
    mend: () => take({ do: 'mend' }),
    get isCut() {
      return state.isCut;
    },
    get underWay() {
      return state.underWay.length;
    },
  };
}
