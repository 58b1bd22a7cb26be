import type { AnyCommand, CommandDefinition, DecideContext } from '../model/command.ts';
import type { IdSource } from '../model/ids.ts';
import { decide, type Decided } from './decide.ts';
import type { ModelDefinition } from '../fold/fold.ts';
import { Listing } from '../fold/listing.ts';
import { notListed, type Reader } from '../read/reader.ts';
import { checkNames } from '../fold/read-models.ts';

export interface CommandsPorts {
  readonly reader: () => Reader;
  readonly ids: IdSource;
  readonly now: () => number;
  readonly actor: () => string;
}

/** The commands of a store, decided one at a time. */
export class Commands {
  readonly #byName = new Map<string, CommandDefinition>();
  readonly #listing = new Listing([]);
  readonly #ports: CommandsPorts;
  /** A description of the decision in progress. */
  during: string | undefined;

  /** Throws as `put` does. */
  constructor(definitions: readonly CommandDefinition[], ports: CommandsPorts) {
    this.#ports = ports;
    this.put(definitions);
  }

  /**
   * Adds commands, or replaces those of the same name. Returns a function that reverts it. Throws, changing nothing,
   * `name.taken`, and `store.not_listed` if a command reads a model that is neither listed nor in `coming`.
   */
  put(definitions: readonly CommandDefinition[], coming: readonly ModelDefinition[] = []): () => void {
    checkNames('command', definitions);
    const reader = this.#ports.reader();
    for (const readable of definitions.flatMap((command) => Object.values(command['~reads']))) {
      const missing = reader.missing(readable);
      if (missing === undefined || coming.includes(missing)) continue;
      throw reader.notListed(missing);
    }
    const unlist = this.#listing.add(definitions);
    const before = new Map(definitions.map(({ name }) => [name, this.#byName.get(name)]));
    for (const command of definitions) this.#byName.set(command.name, command);
    return () => {
      unlist();
      for (const command of definitions) {
        // Replaced again since then: keep the newer one.
        if (this.#byName.get(command.name) !== command) continue;
        const earlier = before.get(command.name);
        if (earlier === undefined) this.#byName.delete(command.name);
        else this.#byName.set(command.name, earlier);
      }
    };
  }

  /** The command of a name. */
  get(name: string): CommandDefinition | undefined {
    return this.#byName.get(name);
  }

  get definitions(): readonly CommandDefinition[] {
    return [...this.#byName.values()];
  }

  has(command: AnyCommand): boolean {
    return this.#listing.has(command);
  }

  /** Decides a command. Throws `store.not_listed`, and the errors of `decide`. */
  decide(command: AnyCommand, input: unknown): Decided {
    if (!this.has(command)) throw notListed('command', command.name, this.#listing);
    const definition = command as CommandDefinition;
    return this.deciding(definition, 'decision', (reads, context) => decide(definition, input, reads, context));
  }

  /** Runs a decision, during which the store refuses writes. `what`: its name in the error. */
  deciding<T>(definition: CommandDefinition, what: string, run: (reads: unknown, context: DecideContext) => T): T {
    const { reader, ids, now, actor } = this.#ports;
    this.during = `the ${what} of "${definition.name}"`;
    try {
      return run(reader().readAll(definition['~reads']), {
        newId: (prefix) => ids.newId(prefix),
        now: new Date(now()),
        actorId: actor(),
      });
    } finally {
      this.during = undefined;
    }
  }
}
