import { LocationServiceProvider, locationService } from '@grafana/runtime';
import React from 'react';
import { createRoot } from 'react-dom/client';
import { interceptLinks } from './host/intercept-links.ts';
import { startHost } from './host/services.ts';
import { followSystemTheme } from './host/theme.ts';
import { Page } from './page/Page.tsx';

const root = document.getElementById('root');
if (!root) {
  throw new Error('index.html has no element with the id "root".');
}
await startHost();
followSystemTheme();
interceptLinks();
createRoot(root).render(
  <LocationServiceProvider service={locationService}>
    <Page />
  </LocationServiceProvider>
);
