import { StoreProvider } from '@refold/react';
import { type ReactNode, use } from 'react';
import type { OfflineCopy } from '../offline/register-offline.ts';
import type { Till } from '../app/open-till.ts';
import { Announcer } from './parts/announcer.tsx';
import { Toaster } from './parts/toaster.tsx';
import { Scanner } from './shell/scanner.tsx';
import { FaultBoundary } from './shell/fault-boundary.tsx';
import { Shell } from './shell/shell.tsx';
import { TillContext } from './services/till-context.ts';

/** Suspends until the shop is open. */
export function App({ till, offline }: { till: Till; offline: OfflineCopy }): ReactNode {
  return (
    <FaultBoundary startAnew={till.startAnew}>
      <StoreProvider store={till.basket}>
        {/* The innermost provider, so the status in the corner is the shop's. */}
        <StoreProvider store={till.shop}>
          <TillContext value={till}>
            <OpenShop ready={till.ready}>
              <Announcer>
                <Toaster>
                  <Scanner>
                    <Shell offline={offline} />
                  </Scanner>
                </Toaster>
              </Announcer>
            </OpenShop>
          </TillContext>
        </StoreProvider>
      </StoreProvider>
    </FaultBoundary>
  );
}

/** Waits until the catalogue is filled, so that nobody sees an empty shop. */
function OpenShop({ ready, children }: { ready: Promise<void>; children: ReactNode }): ReactNode {
  use(ready);
  return children;
}
