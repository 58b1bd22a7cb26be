import { RefoldError } from '../errors/refold-error.ts';
import type { Commands } from '../write/commands.ts';
import type { Transactions } from '../write/transactions.ts';
import type { Kernel } from './kernel.ts';

/** Refuses calls that a store cannot serve now. Each method takes the name of the call, for the error. */
export class Assertions {
  readonly #kernel: Kernel;
  readonly #commands: Commands;
  readonly #transactions: Transactions;

  constructor(kernel: Kernel, commands: Commands, transactions: Transactions) {
    this.#kernel = kernel;
    this.#commands = commands;
    this.#transactions = transactions;
  }

  /** Throws `store.not_ready` and `store.closed`. A closing store can still be read. */
  read(action: string): void {
    const { phase } = this.#kernel.status.status;
    if (phase === 'closed') throw new RefoldError('store.closed', { action });
    if (phase !== 'ready') throw new RefoldError('store.not_ready', { action });
  }

  /** Throws `store.not_ready`. A closed store can be watched in its last state, since a page may still show it. */
  watch(action: string): void {
    if (this.#kernel.status.status.phase !== 'closed') this.read(action);
  }

  /** Also throws `store.busy`: reducers and commands must not use the store. */
  use(action: string): void {
    const { isClosing, models } = this.#kernel;
    if (isClosing) throw new RefoldError('store.closed', { action });
    this.read(action);
    const during = this.#commands.during ?? (models.isFolding ? 'a reducer' : undefined);
    if (during !== undefined) throw new RefoldError('store.busy', { action, during });
  }

  /** For actions of a person. Also throws `store.travelling`: a person acts on what is shown, and the past is over. */
  write(action: string): void {
    this.use(action);
    const { past } = this.#kernel.displayed;
    if (past !== undefined) throw new RefoldError('store.travelling', { action, position: past.position });
  }

  /** For controls. Also throws `store.busy` within a transaction, which is not in the log yet. */
  control(action: string): void {
    this.use(action);
    const { label } = this.#transactions;
    if (label !== undefined) throw new RefoldError('store.busy', { action, during: `the transaction "${label}"` });
  }
}
