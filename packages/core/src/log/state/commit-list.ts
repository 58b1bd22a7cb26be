import type { Line } from '../../protocol/wire.ts';

/** A confirmed commit at its position. */
export interface ConfirmedCommit extends Line {
  /** Position of its first event. */
  readonly position: number;
  /** The client that pushed it. Absent where the device is the authority. */
  readonly by?: string;
  /** The chain up to and including its events. Absent where the device is the authority. */
  readonly chain?: string;
  /** Whether it holds a `$rejected` by the authority. */
  readonly isRefusal?: true;
}

/**
 * Commits in order, and the commit of each event id. A list never changes. Lists share their content, and a list that
 * is not the newest one is copied before it is extended.
 */
export interface CommitList {
  /** How many commits before the first one were dropped. */
  readonly dropped: number;
  readonly count: number;
  readonly shared: SharedCommits;
}

interface SharedCommits {
  /** Commits of this list, then those of lists that extend it. */
  readonly commits: ConfirmedCommit[];
  /** The number of each event's commit, counted from the first ever. Those of dropped commits stay. */
  readonly numbers: Map<string, number>;
}

export const emptyCommits: CommitList = { dropped: 0, count: 0, shared: { commits: [], numbers: new Map() } };

export const commitAt = ({ count, shared }: CommitList, index: number): ConfirmedCommit | undefined =>
  index < count ? shared.commits[index] : undefined;

/** The commits from an index on. */
export const commitsFrom = ({ count, shared }: CommitList, index: number): readonly ConfirmedCommit[] =>
  shared.commits.slice(index, count);

export function eventsIn(list: CommitList): number {
  const [first, last] = [commitAt(list, 0), commitAt(list, list.count - 1)];
  return last === undefined ? 0 : last.position + last.ids.length - first!.position;
}

/** Adds commits with events at the end. */
export function extend(list: CommitList, commits: readonly ConfirmedCommit[]): CommitList {
  if (commits.length === 0) return list;
  const isNewest = list.count > 0 && list.shared.commits.length === list.count;
  const shared = isNewest ? list.shared : copyOf(list);
  for (const commit of commits) {
    const number = list.dropped + shared.commits.length;
    for (const id of commit.ids) if (!shared.numbers.has(id)) shared.numbers.set(id, number);
    shared.commits.push(commit);
  }
  return { dropped: list.dropped, count: shared.commits.length, shared };
}

/** The list without its last commits. */
export const keepFirst = (list: CommitList, count: number): CommitList => ({ ...list, count });

/** The list without its first commits. It still knows the ids of their events. */
export function dropFirst(list: CommitList, count: number): CommitList {
  const { commits, numbers } = copyOf(list);
  commits.splice(0, count);
  return { dropped: list.dropped + count, count: list.count - count, shared: { commits, numbers } };
}

/** The commit that holds an event; `dropped` if it has been dropped, undefined if the event is not in the list. */
export function commitOf(list: CommitList, id: string): ConfirmedCommit | 'dropped' | undefined {
  const number = list.shared.numbers.get(id);
  if (number === undefined || number >= list.dropped + list.count) return undefined;
  return number < list.dropped ? 'dropped' : list.shared.commits[number - list.dropped];
}

/** Index of the first commit whose last event is after a position. */
export function firstAfter({ count, shared: { commits } }: CommitList, position: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    const commit = commits[middle]!;
    if (commit.position + commit.ids.length - 1 > position) high = middle;
    else low = middle + 1;
  }
  return low;
}

function copyOf({ dropped, count, shared }: CommitList): SharedCommits {
  const numbers = [...shared.numbers].filter(([, number]) => number < dropped + count);
  return { commits: shared.commits.slice(0, count), numbers: new Map(numbers) };
}
