/** A stored event, as far as folding needs it. */
export interface Fact {
  readonly id: string;
  readonly type: string;
  readonly data: unknown;
  readonly metadata: { readonly group?: string };
}

/**
 * The expected values of the read models of scripts.fixture.ts. Computed in plain JavaScript over a list of events,
 * without any code of the toolkit.
 */
export interface Values {
  rows: { k: number; n: number }[];
  story: { hash: number; undone: number; by: Record<string, number> };
  late: { last: number[]; undone: number };
}

export interface PlainFold {
  /** How many positions back a control reaches. */
  readonly horizon: number;
  /** Position of the last event that counts. Default: all of them. */
  readonly asOf?: number;
  /** The position after which the read model `late` began. */
  readonly lateSince?: number;
  /** Events to leave out, whatever the log says. */
  readonly isLeftOut?: (fact: Fact) => boolean;
}

/** Folds the first events of a log, without those that are undone or rejected by then. */
export function plainFold(
  log: readonly Fact[],
  { horizon, asOf = log.length, lateSince = 0, isLeftOut = () => false }: PlainFold,
): Values {
  const out = outOf(log.slice(0, asOf), horizon);
  const rows = new Map<number, number>();
  const story: Values['story'] = { hash: 0, undone: 0, by: {} };
  const late: Values['late'] = { last: [], undone: 0 };
  for (let i = 0; i < asOf; i++) {
    const fact = log[i]!;
    if (out.has(i) || isLeftOut(fact)) continue;
    foldRows(rows, fact);
    foldStory(story, fact);
    if (i >= lateSince) foldLate(late, fact);
  }
  const sorted = [...rows].sort(([a], [b]) => a - b);
  return { rows: sorted.map(([k, n]) => ({ k, n })), story, late };
}

/** Positions of the events that are out of the fold, found naively. */
function outOf(log: readonly Fact[], horizon: number): ReadonlySet<number> {
  const undone = new Set<number>();
  const rejected = new Set<number>();
  for (const [at, { type, data }] of log.entries()) {
    if (!type.startsWith('$')) continue;
    const { groups = [], events = [] } = data as { groups?: readonly string[]; events?: readonly string[] };
    for (let i = Math.max(0, at - horizon); i < at; i++) {
      const { id, type: earlier, metadata } = log[i]!;
      const { group } = metadata;
      if (group === undefined || earlier.startsWith('$')) continue;
      if (type === '$undo' && groups.includes(group)) undone.add(i);
      else if (type === '$redo' && groups.includes(group)) undone.delete(i);
      else if (type === '$rejected' && events.includes(id)) rejected.add(i);
    }
  }
  return new Set([...undone, ...rejected]);
}

interface Data {
  readonly k: number;
  readonly n: number;
}

function foldRows(rows: Map<number, number>, { type, data }: Fact): void {
  const { k, n } = data as Data;
  const was = rows.get(k);
  if (type === 'set') rows.set(k, n);
  else if (type === 'grown' && was !== undefined) rows.set(k, (was * 2 + n) % 97);
  else if (type === 'moved' && was !== undefined) {
    rows.delete(k);
    rows.set(n, was + 1);
  } else if (type === 'cleared') rows.clear();
}

function foldStory(story: Values['story'], { type, data }: Fact): void {
  const { k, n } = data as Data;
  if (type === '$undo') story.undone += 1;
  else if (type === '$rejected') story.undone += 10;
  else if (type === '$redo') story.hash = (story.hash * 3 + 1) % 100_003;
  else if (type === 'set' || type === 'grown' || type === 'moved') {
    story.hash = (story.hash * 31 + type.length * 7 + k * 5 + n) % 100_003;
    story.by[k] = n;
  }
}

function foldLate(late: Values['late'], { type, data }: Fact): void {
  if (type === '$undo') late.undone += 1;
  if (type === 'set' || type === 'grown') late.last = [...late.last, (data as Data).n].slice(-4);
}
