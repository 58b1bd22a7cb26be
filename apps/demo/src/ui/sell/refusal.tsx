import { useCommand } from '@refold/react';
import type { ReactNode } from 'react';
import { setQuantity } from '../../shop/basket.ts';
import { WriteButton } from '../history/write-button.tsx';
import { refusalWords } from '../parts/input-words.ts';
import type { Counter } from './use-charge.ts';

/** Why the sale could not be made, and a button that helps. */
export function Refusal({
  rejection,
  onDone,
}: {
  rejection: NonNullable<Counter['rejection']>;
  onDone: () => void;
}): ReactNode {
  const [set] = useCommand(setQuantity);
  const fix = (sku: string, name: string | undefined, qty: number): void => {
    set({ sku, name, qty: Math.max(0, qty) });
    onDone();
  };
  switch (rejection.code) {
    case 'out-of-stock': {
      const { sku, name, left, wanted } = rejection.details;
      return (
        <div className="notice notice-warn" role="alert">
          <p>
            {left <= 0
              ? `${name || sku} is out of stock.`
              : `Only ${left} of ${name || sku} left, and ${wanted} in the basket.`}
          </p>
          <WriteButton className="button" onClick={() => fix(sku, name, left)}>
            {left <= 0 ? 'Remove' : `Sell ${left}`}
          </WriteButton>
        </div>
      );
    }
    case 'unknown-product': {
      const { sku } = rejection.details;
      return (
        <div className="notice notice-warn" role="alert">
          <p>{sku} is no longer in the catalogue.</p>
          <WriteButton className="button" onClick={() => fix(sku, undefined, 0)}>
            Remove
          </WriteButton>
        </div>
      );
    }
    case 'invalid-input':
    case 'over-limit':
      return (
        <div className="notice notice-bad" role="alert">
          <p>{refusalWords(rejection)}</p>
        </div>
      );
  }
}
