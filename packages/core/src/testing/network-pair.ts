import { initialNetwork, type NetworkConditions, type NetworkInput, type Side, stepNetwork } from './network.ts';
import type { VirtualClock } from './virtual-clock.ts';

/** One end of a network. */
export interface NetworkEnd<M> {
  /** Sends a copy to the other end. Whether it arrives is not known here. */
  send(message: M): void;
  /** Told of each message that arrives; the answer ends it. What arrives while nobody listens is gone. */
  subscribe(listener: (message: M) => void): () => void;
}

export interface NetworkPair<M> {
  readonly a: NetworkEnd<M>;
  readonly b: NetworkEnd<M>;
  /** Changes how messages are treated that are sent from now on. */
  change(conditions: Partial<NetworkConditions>): void;
  /** Loses what is under way, and what is sent until `mend`. */
  cut(): void;
  mend(): void;
  readonly isCut: boolean;
  /** How many messages are on their way. */
  readonly underWay: number;
}

export interface NetworkPairOptions extends Partial<NetworkConditions> {
  readonly clock: VirtualClock;
  /** What chance follows from. Default 1. */
  readonly seed?: number;
}

/**
 * Two ends with a network between them that does as it is told: it delays, loses, doubles and reorders messages, and can be
 * cut. Messages arrive when the clock is advanced; the same seed gives the same fates. Without conditions it is perfect.
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
