import { RefoldError } from '../errors/refold-error.ts';
import type { Commands } from '../write/commands.ts';
import type { Groups } from '../write/groups.ts';
import type { Kernel } from './kernel.ts';

/** Refuses calls that a store cannot serve now. Each method is given the name of the call, for the error. */
export class Assertions {
  readonly #kernel: Kernel;
  readonly #commands: Commands;
  readonly #groups: Groups;

  constructor(kernel: Kernel, commands: Commands, groups: Groups) {
    this.#kernel = kernel;
    this.#commands = commands;
    this.#groups = groups;
  }

  /** Throws `store.not_ready` and `store.closed`. A closing store can still be read. */
  read(action: string): void {
    const { phase } = this.#kernel.status.status;
    if (phase === 'closed') throw new RefoldError('store.closed', { action });
    if (phase !== 'ready') throw new RefoldError('store.not_ready', { action });
  }

  /** Throws `store.not_ready`. What is closed is watched as it was last: a page may still show it. */
  watch(action: string): void {
    if (this.#kernel.status.status.phase !== 'closed') this.read(action);
  }

  /** Throws `store.busy` too, since reducers and commands may do nothing but what they are there for. */
  use(action: string): void {
    const { isClosing, models } = this.#kernel;
    if (isClosing) throw new RefoldError('store.closed', { action });
    this.read(action);
    const during = this.#commands.deciding ?? (models.isFolding ? 'a reducer' : undefined);
    if (during !== undefined) throw new RefoldError('store.busy', { action, during });
  }

  /** For what a person does. Throws `store.travelling` too: a person acts on what is shown, and the past is over. */
  write(action: string): void {
    this.use(action);
    const { past } = this.#kernel.displayed;
    if (past !== undefined) throw new RefoldError('store.travelling', { action, position: past.position });
  }

  /** For what takes events out of the fold. Throws `store.busy` within a transaction too: its group is not complete. */
  control(action: string): void {
    this.use(action);
    const label = this.#groups.transacting;
    if (label !== undefined) throw new RefoldError('store.busy', { action, during: `the transaction "${label}"` });
  }
}
