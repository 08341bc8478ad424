import { locationService } from '@grafana/runtime';
import { useMemo, useSyncExternalStore } from 'react';
import { matchRoute } from './routes.ts';

/**
 * Where the user is, from Grafana's location service: Grafana 11 to 13 and the stand-alone page each bring a different
 * version of a router, this history is what they have in common.
 */
const history = () => locationService.getHistory();
const subscribe = (changed: () => void) => history().listen(changed);

let inside = '';

/** The path, as long as it is the app's: on the way to another page of Grafana, what was shown stays until it is taken away. */
function appPathname(): string {
  const { pathname } = history().location;
  inside = matchRoute(pathname) ? pathname : inside;
  return inside;
}

export function useAppPathname(): string {
  return useSyncExternalStore(subscribe, appPathname);
}

/** The search parameters; a new object whenever they change. */
export function useSearch(): URLSearchParams {
  const search = useSyncExternalStore(subscribe, () => history().location.search);
  return useMemo(() => new URLSearchParams(search), [search]);
}
