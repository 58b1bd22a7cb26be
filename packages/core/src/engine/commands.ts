import { RefoldError } from '../errors/refold-error.ts';
import type { AnyCommand, CommandDefinition } from '../model/command.ts';
import type { IdSource } from '../model/ids.ts';
import { decide, type Decided } from './decide.ts';
import type { Reader } from './reader.ts';
import { checkNames } from './read-models.ts';

export interface CommandsPorts {
  readonly reader: Reader;
  readonly ids: IdSource;
  readonly now: () => number;
  readonly actor: () => string;
}

/** The commands of a store, decided one at a time. */
export class Commands {
  readonly #definitions: ReadonlySet<AnyCommand>;
  readonly #ports: CommandsPorts;
  #deciding: string | undefined;

  /** Throws `name.taken`, and `store.not_listed` when a command reads what is not there. */
  constructor(definitions: readonly CommandDefinition[], ports: CommandsPorts) {
    checkNames('command', definitions);
    for (const readable of definitions.flatMap((command) => Object.values(command['~reads']))) {
      const missing = ports.reader.missing(readable);
      if (missing === undefined) continue;
      throw new RefoldError('store.not_listed', { kind: missing['~kind'], name: missing.name });
    }
    this.#definitions = new Set(definitions);
    this.#ports = ports;
  }

  /** Which decision is being made now, in words. */
  get deciding(): string | undefined {
    return this.#deciding;
  }

  has(command: AnyCommand): boolean {
    return this.#definitions.has(command);
  }

  /** Throws `store.not_listed`, and what `decide` throws. */
  decide(command: AnyCommand, input: unknown): Decided {
    if (!this.has(command)) throw new RefoldError('store.not_listed', { kind: 'command', name: command.name });
    const definition = command as CommandDefinition;
    const { reader, ids, now, actor } = this.#ports;
    this.#deciding = `the decision of "${command.name}"`;
    try {
      return decide(definition, input, reader.readAll(definition['~reads']), {
        newId: (prefix) => ids.newId(prefix),
        now: new Date(now()),
        actorId: actor(),
      });
    } finally {
      this.#deciding = undefined;
    }
  }
}
