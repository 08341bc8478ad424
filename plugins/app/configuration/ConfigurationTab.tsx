import { type PluginConfigPageProps, type AppPluginMeta } from '@grafana/data';
import React from 'react';
import { type AppSettings, DatasourceProvider } from '../data/DatasourceProvider.tsx';
import { ErrorBoundary } from '../shell/ErrorBoundary.tsx';
import { Configuration } from './ConfigurationPage.tsx';

/** The tab on the app's own page in Grafana's plugin catalog: the same settings. */
export default function ConfigurationTab({ plugin }: PluginConfigPageProps<AppPluginMeta<AppSettings>>) {
  return (
    <DatasourceProvider meta={plugin.meta}>
      <ErrorBoundary resetKey="configuration">
        <Configuration />
      </ErrorBoundary>
    </DatasourceProvider>
  );
}
