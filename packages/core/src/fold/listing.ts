/**
 * The definitions that a store lists, by identity: two of one name differ. A replaced definition stays listed, and
 * refers to its replacement. During hot reload, components may hold an older or a newer definition than the store.
 */
export class Listing {
  readonly #listed: WeakSet<object>;
  readonly #names = new Set<string>();

  constructor(definitions: readonly { readonly name: string }[]) {
    this.#listed = new WeakSet(definitions);
    for (const { name } of definitions) this.#names.add(name);
  }

  has(definition: object): boolean {
    return this.#listed.has(definition);
  }

  /** Whether a definition of this name is listed. */
  hasName(name: string): boolean {
    return this.#names.has(name);
  }

  /** Lists definitions. Returns a function that reverts it. */
  add(definitions: readonly { readonly name: string }[]): () => void {
    const fresh = definitions.filter((one) => !this.has(one));
    const names = definitions.map(({ name }) => name).filter((name) => !this.hasName(name));
    for (const definition of fresh) this.#listed.add(definition);
    for (const name of names) this.#names.add(name);
    return () => {
      for (const definition of fresh) this.#listed.delete(definition);
      for (const name of names) this.#names.delete(name);
    };
  }

  /**
   * Lists replacements in advance: until they take effect, they refer to what they replace. Returns a function that
   * reverts it.
   */
  announce(definitions: readonly { readonly name: string }[]): () => void {
    return this.add(definitions.filter(({ name }) => this.hasName(name)));
  }
}
