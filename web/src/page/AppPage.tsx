import { PluginContextProvider } from '@grafana/data';
import { locationSearchToObject } from '@grafana/runtime';
import React from 'react';
import { useLocation } from 'react-router-dom';
import { importAppPlugin } from '../host/import-plugin.ts';
import { Notice } from './Notice.tsx';
import { useLoaded } from './use-loaded.ts';

const nothing = () => {};

/** The bundle's app, at the address it has in Grafana. */
export function AppPage() {
  const location = useLocation();
  const [result, again] = useLoaded('app', importAppPlugin);
  if (result.state === 'loading') {
    return <Notice title="Loading the app …" />;
  }
  if (result.state === 'failed') {
    return <Notice title="The app cannot be shown" text={result.problem} action="Try again" onAction={again} />;
  }
  const { root: Root, meta } = result.value;
  if (!Root) {
    return <Notice title="The app has no page of its own" text="Choose a dashboard from the navigation." />;
  }
  const query = locationSearchToObject(location.search);
  return (
    <main style={{ display: 'flex', flexDirection: 'column', flexGrow: 1, minWidth: 0 }}>
      <PluginContextProvider meta={meta}>
        <Root meta={meta} basename={`/a/${meta.id}`} path={location.pathname} query={query} onNavChanged={nothing} />
      </PluginContextProvider>
    </main>
  );
}
