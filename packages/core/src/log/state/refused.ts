import type { RefusedCommit } from '../synced-log.ts';
import { commitIn } from './find.ts';
import type { LogState, Step } from './log-state.ts';

/** The refused commits, in the order of their refusals. */
export const refusedCommits = ({ refused }: Pick<LogState, 'refused'>): readonly RefusedCommit[] =>
  refused.map(({ rejection, line }) => ({ rejection, commit: commitIn(line) }));

/** Forgets refused commits, by the ids of their `$rejected` events. */
export const dismiss = (state: LogState, rejections: readonly string[]): Step<void> => [
  { ...state, refused: state.refused.filter(({ rejection }) => !rejections.includes(rejection)) },
  undefined,
];
