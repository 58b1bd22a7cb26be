import { RefoldError } from '../errors/refold-error.ts';
import type { Commands } from '../write/commands.ts';
import type { Groups } from '../write/groups.ts';
import type { OpenerParts } from './boot.ts';
import type { DisplayedState } from '../read/displayed-state.ts';

/** The parts of a store that say what it is doing now. */
interface Asserted extends Pick<OpenerParts, 'board' | 'models'> {
  readonly commands: Commands;
  readonly groups: Groups;
  readonly shown: DisplayedState;
  /** Whether the store is to be used no more. */
  readonly isClosing: () => boolean;
}

/** Refuses what a store cannot do now, or must not. Each is given what was asked for, to name it. */
export class Assertions {
  readonly #guarded: Asserted;

  constructor(guarded: Asserted) {
    this.#guarded = guarded;
  }

  /** Throws `store.not_ready` and `store.closed`. A closing store can still be read. */
  read(action: string): void {
    const { phase } = this.#guarded.board.status;
    if (phase === 'closed') throw new RefoldError('store.closed', { action });
    if (phase !== 'ready') throw new RefoldError('store.not_ready', { action });
  }

  /** Throws `store.not_ready`. What is closed is watched as it was last: a page may still show it. */
  watch(action: string): void {
    if (this.#guarded.board.status.phase !== 'closed') this.read(action);
  }

  /** Throws `store.busy` too, since reducers and commands may do nothing but what they are there for. */
  use(action: string): void {
    const { commands, isClosing, models } = this.#guarded;
    if (isClosing()) throw new RefoldError('store.closed', { action });
    this.read(action);
    const during = commands.deciding ?? (models.isFolding ? 'a reducer' : undefined);
    if (during !== undefined) throw new RefoldError('store.busy', { action, during });
  }

  /** For what a person does. Throws `store.travelling` too: a person acts on what is shown, and the past is over. */
  write(action: string): void {
    this.use(action);
    const { past } = this.#guarded.shown;
    if (past !== undefined) throw new RefoldError('store.travelling', { action, position: past.position });
  }

  /** For what takes events out of the fold. Throws `store.busy` within a transaction too: its group is not complete. */
  control(action: string): void {
    this.use(action);
    const label = this.#guarded.groups.transacting;
    if (label !== undefined) throw new RefoldError('store.busy', { action, during: `the transaction "${label}"` });
  }
}
