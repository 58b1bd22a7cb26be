import { createContext, use, useEffect, useEffectEvent } from 'react';

/** Handles a product that was scanned, by its code. */
export type ScanHandler = (sku: string) => void;

interface Scans {
  readonly handle: (handler: ScanHandler) => () => void;
  /** Handles a typed code as if it were scanned: the exact code or nothing. */
  readonly take: (code: string) => void;
}

export const ScanContext = createContext<Scans>({ handle: () => () => undefined, take: () => undefined });

/** Calls `handler` with each scanned product while this page is open. */
export function useScans(handler: ScanHandler): void {
  const { handle } = use(ScanContext);
  const onScan = useEffectEvent(handler);
  useEffect(() => handle((sku) => onScan(sku)), [handle]);
}

/** Returns a function that handles a typed code as if it were scanned. */
export const useTakeCode = (): ((code: string) => void) => use(ScanContext).take;
