import { type ComponentType, type ReactNode, StrictMode, Suspense } from 'react';
import { createRoot } from 'react-dom/client';

/** Mounts a page under a provider, in StrictMode, as only a browser does it: without `act`. */
export function mount<S>(
  Provider: ComponentType<{ readonly store: S; readonly children?: ReactNode }>,
  store: S,
  page: ReactNode,
): { readonly place: HTMLElement; readonly end: () => void } {
  const place = document.body.appendChild(document.createElement('main'));
  const root = createRoot(place);
  root.render(
    <StrictMode>
      <Suspense fallback="opening">
        <Provider store={store}>{page}</Provider>
      </Suspense>
    </StrictMode>,
  );
  return {
    place,
    end() {
      root.unmount();
      place.remove();
    },
  };
}
