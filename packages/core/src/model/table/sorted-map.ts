import { BTree } from '../../../vendor/sorted-btree.js';

/**
 * A sorted map with structural sharing: `clone` costs nothing, and a write copies only the nodes on the way to the
 * entry. A thin wrapper of sorted-btree, so that only this file knows the library.
 */
export class SortedMap<K, V> {
  readonly #tree: BTree<K, V>;

  constructor(compare: (a: K, b: K) => number, tree: BTree<K, V> = new BTree<K, V>(undefined, compare)) {
    this.#tree = tree;
  }

  get size(): number {
    return this.#tree.size;
  }

  get(key: K): V | undefined {
    return this.#tree.get(key);
  }

  set(key: K, value: V): void {
    this.#tree.set(key, value, true);
  }

  delete(key: K): boolean {
    return this.#tree.delete(key);
  }

  clone(): SortedMap<K, V> {
    return new SortedMap<K, V>(unused, this.#tree.clone());
  }

  /** Entries from `low` upwards (or all). Each step reuses the pair. */
  ascend(low?: K): IterableIterator<[K, V]> {
    return this.#tree.entries(low, []);
  }

  /** Entries from `high` downwards (or all). Each step reuses the pair. */
  descend(high?: K): IterableIterator<[K, V]> {
    return this.#tree.entriesReversed(high, []);
  }
}

const unused = (): number => 0;
