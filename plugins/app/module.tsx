import { AppPlugin, type AppPluginMeta, type AppRootProps, type PluginConfigPageProps } from '@grafana/data';
import React, { lazy, Suspense } from 'react';

const App = lazy(() => import('./shell/App.tsx'));
const ConfigurationTab = lazy(() => import('./configuration/ConfigurationTab.tsx'));

function Root(props: AppRootProps) {
  return (
    <Suspense fallback={null}>
      <App {...props} />
    </Suspense>
  );
}

function Tab(props: PluginConfigPageProps<AppPluginMeta>) {
  return (
    <Suspense fallback={null}>
      <ConfigurationTab {...props} />
    </Suspense>
  );
}

export const plugin = new AppPlugin().setRootPage(Root).addConfigPage({
  title: 'Configuration',
  icon: 'cog',
  id: 'configuration',
  body: Tab,
});
