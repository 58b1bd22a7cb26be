import { useSyncExternalStore } from 'react';
import { onRouteChange, parseRoute, type Route } from '../../app/route.ts';

export function useRoute(): Route {
  return parseRoute(useSyncExternalStore(onRouteChange, () => location.hash));
}
