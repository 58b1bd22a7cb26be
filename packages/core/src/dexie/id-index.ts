import type { Database, IdsRow, OutRow } from './database.ts';
import { holdsId, mergeIds } from './id-block.ts';

/** Blocks are kept up to this much; past it they are read anew each time, so that memory does not grow with the log. */
const KEPT_BYTES = 4_194_304;

/** Where wanted ids may be: segments by the position of their first event, batches by their number. */
export interface Places {
  readonly segments: readonly number[];
  readonly batches: readonly number[];
}

/**
 * Says which stored pieces hold an id, without reading their text. Blocks of pieces that no longer change are kept, so
 * that an import that looks up batch after batch reads each once.
 */
export class IdIndex {
  readonly #db: Database;
  readonly #segments = new Map<number, Uint8Array>();
  #batches = new Map<number, Uint8Array>();
  #keptBytes = 0;

  constructor(db: Database) {
    this.#db = db;
  }

  /**
   * To be called within a transaction over ids and out. It awaits nothing but the database, since anything else would let
   * the transaction end.
   */
  async find(wanted: readonly Uint8Array[]): Promise<Places> {
    const { ids, out } = this.#db;
    const segments = await ids.toCollection().primaryKeys();
    const batches = await out.toCollection().primaryKeys();
    const newSegments = segments.filter((first) => !this.#segments.has(first));
    const newBatches = batches.filter((n) => !this.#batches.has(n));
    const idsRows = newSegments.length === 0 ? [] : ((await ids.bulkGet(newSegments)) as readonly IdsRow[]);
    const outRows = newBatches.length === 0 ? [] : ((await out.bulkGet(newBatches)) as readonly OutRow[]);

    const read = new Map(idsRows.map((row) => [row.first, row.ids]));
    const sealed = segments.map((first) => [first, this.#segments.get(first) ?? read.get(first)!] as const);
    this.#keep(sealed.slice(0, -1));
    const fresh = new Map(outRows.map((row) => [row.n, mergeIds([row.ids])]));
    const unsealed = batches.map((n) => [n, this.#batches.get(n) ?? fresh.get(n)!] as const);
    this.#batches = new Map(unsealed);

    const holdsOne = (block: Uint8Array): boolean => wanted.some((id) => holdsId(block, id));
    const matching = (blocks: readonly (readonly [number, Uint8Array])[]): readonly number[] =>
      blocks.filter(([, block]) => holdsOne(block)).map(([key]) => key);
    return { segments: matching(sealed), batches: matching(unsealed) };
  }

  /** The last segment may still grow, so it is not among these. */
  #keep(blocks: readonly (readonly [number, Uint8Array])[]): void {
    for (const [first, block] of blocks) {
      if (this.#segments.has(first) || this.#keptBytes + block.length > KEPT_BYTES) continue;
      this.#keptBytes += block.length;
      this.#segments.set(first, block);
    }
  }
}
