import { RefoldError } from '../errors/refold-error.ts';
import type { Envelope } from '../model/envelope.ts';
import type { Commit } from '../log/commit.ts';
import { dedupe } from '../log/dedupe.ts';
import type { Staging } from '../log/staging.ts';
import { publish } from '../log/state/append.ts';
import { find } from '../log/state/find.ts';
import type { LogState, Step } from '../log/state/log-state.ts';

/** The functions of the in-memory log that staging uses. */
interface StagingPorts {
  /** Runs work atomically; rejects if the log is closed. */
  readonly transaction: <T>(run: (state: LogState) => T) => Promise<T>;
  /** Takes a step in a transaction. */
  readonly take: <T>(operation: (state: LogState) => Step<T>) => T;
}

/** Stages imports for the in-memory log. */
export function memoryStaging({ transaction, take }: StagingPorts): Staging {
  let current: Staged | undefined;
  const begin = (): Staged => (current = { commits: [], places: new Map() });
  return {
    begin: () =>
      transaction(({ id: log }) => {
        const mine = begin();
        const check = (): void => {
          if (current !== mine) throw new RefoldError('staging.superseded', { log });
        };
        return {
          stage: (commits) =>
            transaction((state) => {
              check();
              const ids = commits.flatMap((commit) => commit.events.map(({ id }) => id));
              const { commits: fresh, ...outcome } = dedupe(
                commits,
                new Map([...find(state, ids), ...findStaged(mine, ids)]),
              );
              for (const commit of fresh) stage(mine, commit);
              return outcome;
            }),
          publish: () =>
            transaction((state) => {
              check();
              current = undefined;
              const { commits, ...outcome } = dedupe(
                mine.commits.map((text) => JSON.parse(text) as Commit),
                find(state, [...mine.places.keys()]),
              );
              const fresh = commits.filter(({ events }) => events.length > 0);
              const last = take((before) => publish(before, fresh));
              return { ...outcome, last, events: fresh.reduce((sum, { events }) => sum + events.length, 0) };
            }),
          discard: () =>
            transaction(() => {
              if (current === mine) current = undefined;
            }),
        };
      }),
  };
}

interface Staged {
  /** As JSON, so that later changes to the objects have no effect. */
  readonly commits: string[];
  /** The index of its commit, by event id. */
  readonly places: Map<string, number>;
}

function stage({ commits, places }: Staged, commit: Commit): void {
  if (commit.events.length === 0) return;
  for (const { id } of commit.events) places.set(id, commits.length);
  commits.push(JSON.stringify(commit));
}

function findStaged({ commits, places }: Staged, ids: readonly string[]): ReadonlyMap<string, Envelope> {
  const found = new Map<string, Envelope>();
  for (const id of ids) {
    const place = places.get(id);
    if (place === undefined) continue;
    const event = (JSON.parse(commits[place]!) as Commit).events.find((e) => e.id === id);
    if (event !== undefined) found.set(id, event);
  }
  return found;
}
