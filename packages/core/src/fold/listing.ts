/**
 * The definitions that a store lists, by identity: two of one name are two. One that was replaced stays listed and stands for
 * the one in its place, since while an app is worked on its components may have an older or a newer one than the store.
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

  /** Returns a function that takes that back. */
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
   * Lists those that are to replace one of the same name, before they do: until then they stand for what they replace.
   * Returns a function that takes that back.
   */
  announce(definitions: readonly { readonly name: string }[]): () => void {
    const coming = definitions.filter((one) => this.hasName(one.name) && !this.has(one));
    for (const definition of coming) this.#listed.add(definition);
    return () => coming.forEach((definition) => this.#listed.delete(definition));
  }
}
