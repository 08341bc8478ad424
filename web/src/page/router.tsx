import { locationService } from '@grafana/runtime';
import React, { useSyncExternalStore } from 'react';
import { type Navigator, Router } from 'react-router';

const history = locationService.getHistory();
const subscribe = (changed: () => void) => history.listen(changed);
const snapshot = () => history.location;

/** The router of the whole page, on the history Grafana's location service uses: links, plugins and scenes share it. */
export function PageRouter({ children }: React.PropsWithChildren) {
  const location = useSyncExternalStore(subscribe, snapshot);
  return (
    <Router location={location} navigator={history as unknown as Navigator}>
      {children}
    </Router>
  );
}
