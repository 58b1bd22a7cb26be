import { RefoldError } from '../errors/refold-error.ts';
import type { AnyCommand, CommandDefinition, DecideContext } from '../model/command.ts';
import type { Envelope } from '../model/envelope.ts';
import type { IdSource } from '../model/ids.ts';
import { compensate, decide, type Decided } from './decide.ts';
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
  readonly #byName: ReadonlyMap<string, CommandDefinition>;
  readonly #ports: CommandsPorts;
  #during: string | undefined;

  /** Throws `name.taken`, and `store.not_listed` when a command reads what is not there. */
  constructor(definitions: readonly CommandDefinition[], ports: CommandsPorts) {
    checkNames('command', definitions);
    for (const readable of definitions.flatMap((command) => Object.values(command['~reads']))) {
      const missing = ports.reader.missing(readable);
      if (missing === undefined) continue;
      throw new RefoldError('store.not_listed', { kind: missing['~kind'], name: missing.name });
    }
    this.#byName = new Map(definitions.map((command) => [command.name, command]));
    this.#ports = ports;
  }

  /** Which decision is being made now, in words. */
  get deciding(): string | undefined {
    return this.#during;
  }

  has(command: AnyCommand): boolean {
    return this.#byName.get(command.name) === command;
  }

  /** Throws `store.not_listed`, and what `decide` throws. */
  decide(command: AnyCommand, input: unknown): Decided {
    if (!this.has(command)) throw new RefoldError('store.not_listed', { kind: 'command', name: command.name });
    return this.#deciding(command as CommandDefinition, 'decision', (definition, reads, context) =>
      decide(definition, input, reads, context),
    );
  }

  /** The command of a name, when undo is to append what it compensates with. */
  compensating(name: string | undefined): CommandDefinition | undefined {
    const definition = this.#byName.get(name ?? '');
    return definition?.['~compensate'] && definition;
  }

  /** Throws what `decide` throws. */
  compensate(command: CommandDefinition, events: readonly Envelope[]): Decided {
    return this.#deciding(command, 'compensation', (definition, reads, context) =>
      compensate(definition, events, reads, context),
    );
  }

  #deciding(
    definition: CommandDefinition,
    what: string,
    run: (definition: CommandDefinition, reads: unknown, context: DecideContext) => Decided,
  ): Decided {
    const { reader, ids, now, actor } = this.#ports;
    this.#during = `the ${what} of "${definition.name}"`;
    try {
      return run(definition, reader.readAll(definition['~reads']), {
        newId: (prefix) => ids.newId(prefix),
        now: new Date(now()),
        actorId: actor(),
      });
    } finally {
      this.#during = undefined;
    }
  }
}
