import { createContext, use, useEffect, useEffectEvent } from 'react';

/** What a page does with a product that is scanned on it, by its code. */
export type ScanHandler = (sku: string) => void;

interface Scans {
  readonly handle: (handler: ScanHandler) => () => void;
  /** Takes a code as if it were scanned: the whole code or nothing. */
  readonly take: (code: string) => void;
}

export const ScanContext = createContext<Scans>({ handle: () => () => undefined, take: () => undefined });

/** Takes what is scanned while this page is open. */
export function useScans(handler: ScanHandler): void {
  const { handle } = use(ScanContext);
  const onScan = useEffectEvent(handler);
  useEffect(() => handle((sku) => onScan(sku)), [handle]);
}

/** Takes a typed code as if it were scanned. */
export const useTakeCode = (): ((code: string) => void) => use(ScanContext).take;
