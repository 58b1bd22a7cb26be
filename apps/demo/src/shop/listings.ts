/** A product's name since a shop time. */
export interface NameSince {
  readonly at: string;
  readonly name: string;
  /** The place of the listing. */
  readonly place: string;
}

/**
 * The place of a listing among those of its product, as a text that sorts. An edit comes after all listings that it was
 * made on, even when a clock was wrong. Of two other listings, the one with the later time wins, whichever arrives
 * first.
 */
export const listingPlace = (edition: number, at: string, id: string): string =>
  `${String(edition).padStart(9, '0')} ${at} ${id}`;

/** Adds a name, and keeps the order of the listings. */
export function namesWith(names: readonly NameSince[], added: NameSince): readonly NameSince[] {
  if (added.name === '' || names.some(({ at, name }) => at === added.at && name === added.name)) return names;
  return [...names, added].sort((a, b) => (a.place < b.place ? -1 : 1));
}

/** The name of a product at a shop time: the last one given by then. Before the first name, it is the first one. */
export function nameAt(names: readonly NameSince[], at: string): string {
  return (names.filter((name) => name.at <= at).at(-1) ?? names[0])?.name ?? '';
}
