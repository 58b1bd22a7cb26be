import { draw } from './seeded-random.ts';

/** One of the two ends. */
export type Side = 'a' | 'b';

/** The conditions of a network. Probabilities are from 0 (never) to 1 (always). */
export interface NetworkConditions {
  /** Transit time in milliseconds: fixed, or a range. */
  readonly delayMs: number | readonly [from: number, to: number];
  /** The probability that a message is lost. */
  readonly drop: number;
  /** The probability that a message arrives twice, the second time after a delay of its own. */
  readonly duplicate: number;
  /** The probability that a message is held up, so that later ones overtake it. The others arrive in the order sent. */
  readonly reorder: number;
}

/** A message in transit. */
export interface Packet<M> {
  readonly to: Side;
  readonly message: M;
  readonly dueMs: number;
}

/** The state of a network, as data: the same state and input always yield the same result. */
export interface NetworkState<M> {
  readonly conditions: NetworkConditions;
  readonly isCut: boolean;
  /** In the order of arrival. */
  readonly underWay: readonly Packet<M>[];
  /** When the last in-order message arrives, at each end. */
  readonly lastDueMs: Readonly<Record<Side, number>>;
  readonly seed: number;
}

export type NetworkInput<M> =
  | { readonly do: 'send'; readonly to: Side; readonly message: M; readonly nowMs: number }
  /** Time has passed: the first message that is due arrives. */
  | { readonly do: 'arrive'; readonly nowMs: number }
  | { readonly do: 'change'; readonly conditions: Partial<NetworkConditions> }
  /** Loses the messages in transit, and those sent until `mend`. */
  | { readonly do: 'cut' }
  | { readonly do: 'mend' };

export interface NetworkStep<M> {
  readonly state: NetworkState<M>;
  readonly arrived?: Packet<M>;
}

/** Maximum milliseconds that a held-up message arrives after the longest delay. */
const HELD_UP_MS = 50;

export const initialNetwork = <M>(seed: number, conditions: Partial<NetworkConditions> = {}): NetworkState<M> => ({
  conditions: { delayMs: 0, drop: 0, duplicate: 0, reorder: 0, ...conditions },
  isCut: false,
  underWay: [],
  lastDueMs: { a: -Infinity, b: -Infinity },
  seed,
});

/** Pure: returns the next state of a network, and the message that arrived, if any. */
export function stepNetwork<M>(state: NetworkState<M>, input: NetworkInput<M>): NetworkStep<M> {
  switch (input.do) {
    case 'send':
      return { state: send(state, input.to, input.message, input.nowMs) };
    case 'arrive': {
      const [first, ...underWay] = state.underWay;
      return first === undefined || first.dueMs > input.nowMs
        ? { state }
        : { state: { ...state, underWay }, arrived: first };
    }
    case 'change':
      return { state: { ...state, conditions: { ...state.conditions, ...input.conditions } } };
    case 'cut':
      return { state: { ...state, isCut: true, underWay: [] } };
    case 'mend':
      return { state: { ...state, isCut: false } };
  }
}

function send<M>(state: NetworkState<M>, to: Side, message: M, nowMs: number): NetworkState<M> {
  if (state.isCut) return state;
  // Each message draws equally often, so that its fate does not change those of later ones.
  const { values, seed } = drawMany(state.seed, 8);
  const [lost, twice, ...chances] = values as [number, number, ...number[]];
  const { drop, duplicate } = state.conditions;
  const drawn = { ...state, seed };
  if (lost < drop) return drawn;
  const once = post(drawn, to, message, nowMs, chances.slice(0, 3));
  return twice < duplicate ? post(once, to, message, nowMs, chances.slice(3)) : once;
}

/** Puts a message in transit, to arrive after those that are due at the same time. */
function post<M>(
  state: NetworkState<M>,
  to: Side,
  message: M,
  nowMs: number,
  chances: readonly number[],
): NetworkState<M> {
  const [length, overtaken, hold] = chances as readonly [number, number, number];
  const { delayMs, reorder } = state.conditions;
  const [from, until] = typeof delayMs === 'number' ? [delayMs, delayMs] : delayMs;
  const sooner = nowMs + Math.round(from + length * (until - from));
  const isHeldUp = overtaken < reorder;
  const dueMs = isHeldUp ? sooner + until + 1 + Math.floor(hold * HELD_UP_MS) : Math.max(sooner, state.lastDueMs[to]);
  const index = state.underWay.findIndex((packet) => packet.dueMs > dueMs);
  const at = index === -1 ? state.underWay.length : index;
  return {
    ...state,
    lastDueMs: isHeldUp ? state.lastDueMs : { ...state.lastDueMs, [to]: dueMs },
    underWay: [...state.underWay.slice(0, at), { to, message, dueMs }, ...state.underWay.slice(at)],
  };
}

function drawMany(seed: number, count: number): { readonly values: readonly number[]; readonly seed: number } {
  const values: number[] = [];
  let next = seed;
  while (values.length < count) {
    const drawn = draw(next);
    values.push(drawn.value);
    next = drawn.seed;
  }
  return { values, seed: next };
}
