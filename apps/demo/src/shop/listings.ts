/** A name of a product, from a shop time on. */
export interface NameSince {
  readonly at: string;
  readonly name: string;
  /** Of its listing. */
  readonly place: string;
}

/**
 * Where a listing comes among those of its product, as a text that sorts so. An edit comes after all that it was made in
 * view of, also when a clock was wrong; of two others the one with the later time, whichever comes in first.
 */
export const listingPlace = (edition: number, at: string, id: string): string =>
  `${String(edition).padStart(9, '0')} ${at} ${id}`;

/** Names with one more, in the order of their listings. */
export function namesWith(names: readonly NameSince[], added: NameSince): readonly NameSince[] {
  if (added.name === '' || names.some(({ at, name }) => at === added.at && name === added.name)) return names;
  return [...names, added].sort((a, b) => (a.place < b.place ? -1 : 1));
}

/** The name that a product had at a shop time: the last that was given by then. Before its first name, that one. */
export function nameAt(names: readonly NameSince[], at: string): string {
  return (names.filter((name) => name.at <= at).at(-1) ?? names[0])?.name ?? '';
}
