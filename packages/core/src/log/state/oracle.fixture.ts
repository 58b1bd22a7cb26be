/** The expected log: commits as lists of event ids, written as simply as possible. */
export interface Oracle {
  /** All that was ever confirmed and not rewound, dropped commits included. */
  readonly confirmed: readonly OracleCommit[];
  readonly floor: number;
  readonly pending: readonly (readonly string[])[];
  readonly refused: readonly (readonly string[])[];
  readonly isJoined: boolean;
  /** The events that each writer appended, in order. Imported events may also come from other devices, in any order. */
  readonly appended: ReadonlyMap<string, readonly string[]>;
}

interface OracleCommit {
  readonly ids: readonly string[];
  readonly by: 'this' | 'other';
  /** The ids that it refuses, if it does. */
  readonly refuses?: readonly string[];
}

export const emptyOracle: Oracle = {
  confirmed: [],
  floor: 0,
  pending: [],
  refused: [],
  isJoined: false,
  appended: new Map(),
};

export const idsOf = (commits: readonly { readonly ids: readonly string[] }[]): readonly string[] =>
  commits.flatMap(({ ids }) => ids);

/** Events that this device has and has not lost. */
export const heldBy = ({ confirmed, pending, refused }: Oracle): readonly string[] => [
  ...idsOf(confirmed),
  ...pending.flat(),
  ...refused.flat(),
];

export function stored(oracle: Oracle, commits: readonly (readonly string[])[]): Oracle {
  const full = commits.filter((ids) => ids.length > 0);
  return oracle.isJoined
    ? { ...oracle, pending: [...oracle.pending, ...full] }
    : { ...oracle, confirmed: [...oracle.confirmed, ...full.map((ids) => ({ ids, by: 'this' as const }))] };
}

export function appendedBy(writer: string, oracle: Oracle, commits: readonly (readonly string[])[]): Oracle {
  const all = [...(oracle.appended.get(writer) ?? []), ...commits.flat()];
  return { ...stored(oracle, commits), appended: new Map([...oracle.appended, [writer, all]]) };
}

export function confirmedAlso(oracle: Oracle, commits: readonly OracleCommit[]): Oracle {
  const confirmed = [...oracle.confirmed, ...commits];
  const known = idsOf(confirmed);
  const refusals = commits.flatMap(({ refuses = [] }) => refuses);
  const rest = (all: readonly (readonly string[])[]): readonly (readonly string[])[] =>
    all.map((ids) => ids.filter((id) => !known.includes(id))).filter((ids) => ids.length > 0);
  const pending = rest(oracle.pending);
  const isRefused = (ids: readonly string[]): boolean => ids.some((id) => refusals.includes(id));
  return {
    ...oracle,
    confirmed,
    pending: pending.filter((ids) => !isRefused(ids)),
    refused: [...rest(oracle.refused), ...pending.filter(isRefused)],
  };
}

export function rewound(oracle: Oracle, to: number): Oracle {
  const kept = oracle.confirmed.filter((_, index) => idsOf(oracle.confirmed.slice(0, index + 1)).length <= to);
  const present = oracle.confirmed.filter((_, index) => idsOf(oracle.confirmed.slice(0, index)).length >= oracle.floor);
  const own = present.filter((one) => !kept.includes(one) && one.by === 'this' && one.refuses === undefined);
  return {
    ...oracle,
    confirmed: kept,
    floor: to === 0 ? 0 : oracle.floor,
    pending: [...own.map(({ ids }) => ids), ...oracle.pending],
  };
}

export const joined = (oracle: Oracle): Oracle => ({
  ...oracle,
  isJoined: true,
  confirmed: [],
  pending: oracle.confirmed.map(({ ids }) => ids),
});

/** Drops whole commits up to a position. */
export function compacted(oracle: Oracle, through: number): Oracle {
  const ends = oracle.confirmed.map((_, index) => idsOf(oracle.confirmed.slice(0, index + 1)).length);
  return { ...oracle, floor: Math.max(oracle.floor, ...ends.filter((end) => end <= through)) };
}

/** The rare ways in which pending commits leave when events are confirmed. */
export function leaving(pending: Oracle['pending'], confirmed: readonly string[]): readonly string[] {
  const ids = new Set(confirmed);
  const left = pending.map((commit) => commit.filter((id) => ids.has(id)).length);
  const leaves = left.some((count) => count > 0);
  return [
    left.some((count, index) => count > 0 && count < pending[index]!.length) ? 'a commit leaves in part' : '',
    left.some((count, index) => count > 0 && left.slice(0, index).includes(0)) ? 'a commit overtakes' : '',
    leaves && left.includes(0) ? 'a page settles some of the pending commits' : '',
  ].filter((what) => what !== '');
}
