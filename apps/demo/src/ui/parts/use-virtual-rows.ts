import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';

type Scroller = HTMLDivElement;
type Options = Parameters<typeof useVirtualizer<Scroller, HTMLElement>>[0];

/** A virtual list: only the rows in sight are drawn. */
export function useVirtualRows(options: Options): Virtualizer<Scroller, HTMLElement> {
  // oxlint-disable-next-line react/incompatible-library -- what it returns changes inside; it is never handed to a memoised child
  return useVirtualizer(options);
}
