import { type ReactNode, useCallback, useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import { productByCode } from '../../shop/queries.ts';
import { useToast } from '../parts/toaster.tsx';
import { href } from '../../app/route.ts';
import { ProductDialog } from '../stock/product-dialog.tsx';
import { useTill } from '../services/till-context.ts';
import { buzz } from '../scan/buzz.ts';
import { listenToScanner } from '../scan/listen-to-scanner.ts';
import { ScanContext, type ScanHandler } from '../scan/use-scans.ts';

/**
 * Makes a barcode scanner work on every page, wherever the focus is. A scanned product goes to the page if it accepts
 * products, and otherwise into the basket. An unknown code shows a message, sounds a tone, and can be added.
 */
export function Scanner({ children }: { children: ReactNode }): ReactNode {
  const { shop } = useTill();
  const toast = useToast();
  const handler = useRef<ScanHandler>(undefined);
  const waiting = useRef<string[]>([]);
  const [newCode, setNewCode] = useState<string>();

  const give = useCallback((sku: string): void => {
    if (handler.current !== undefined) return handler.current(sku);
    waiting.current.push(sku);
    location.hash = href('sell');
  }, []);
  const handle = useCallback((next: ScanHandler) => {
    handler.current = next;
    for (const sku of waiting.current.splice(0)) next(sku);
    return () => {
      if (handler.current === next) handler.current = undefined;
    };
  }, []);
  const take = useCallback(
    (code: string): void => {
      const product = productByCode(shop, code);
      if (product !== undefined) return give(product.sku);
      buzz();
      toast({
        text: `No product has the code ${code}`,
        action: { label: 'Add product', run: () => setNewCode(code) },
      });
    },
    [shop, toast, give],
  );
  const onScan = useEffectEvent((code: string, isTaken: boolean) => {
    if (!isTaken) return take(code);
    buzz();
    toast({ text: 'Close this window first, then scan again' });
  });
  useEffect(() => listenToScanner((code, isTaken) => onScan(code, isTaken)), []);
  const scans = useMemo(() => ({ handle, take }), [handle, take]);

  return (
    <ScanContext value={scans}>
      {children}
      {newCode !== undefined && <ProductDialog code={newCode} onClose={() => setNewCode(undefined)} onAdded={give} />}
    </ScanContext>
  );
}
