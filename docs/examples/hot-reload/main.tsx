import { StoreProvider } from '@refold/react';
import { Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { Counter } from './counter.tsx';
import { store } from './store.ts';

createRoot(document.getElementById('root')!).render(
  <Suspense>
    <StoreProvider store={store}>
      <Counter />
    </StoreProvider>
  </Suspense>,
);
