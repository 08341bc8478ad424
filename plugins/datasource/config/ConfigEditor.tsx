import { type DataSourcePluginOptionsEditorProps, type DataSourceSettings } from '@grafana/data';
import { config } from '@grafana/runtime';
import { Alert, DataSourceHttpSettings, LinkButton } from '@grafana/ui';
import React from 'react';
import { setUpLink } from '../../../contract/app-links.ts';
import { type TaskmasterSecrets, type TaskmasterSettings } from '../types.ts';
import { TokenFields } from './TokenFields.tsx';

type Props = DataSourcePluginOptionsEditorProps<TaskmasterSettings, TaskmasterSecrets>;
type Settings = DataSourceSettings<TaskmasterSettings, TaskmasterSecrets>;

/** Where the service listens unless it was told otherwise. */
const DEFAULT_URL = 'http://127.0.0.1:4747';

/** Address, tokens and Grafana's own HTTP settings. */
export function ConfigEditor({ options, onOptionsChange }: Props) {
  const change = (next: Settings) => onOptionsChange(next);
  return (
    <div data-testid="taskmaster-config-editor">
      <p>
        This data source asks the service <code>taskmaster-observe</code>, from Grafana’s server: the address below is
        as seen from there. Start the service where your projects are, then enter its address and press{' '}
        <i>Save &amp; test</i>.{' '}
        <LinkButton
          size="sm"
          variant="secondary"
          icon="external-link-alt"
          href={`${config.appSubUrl ?? ''}${setUpLink()}`}
        >
          Set-up, step by step
        </LinkButton>
      </p>
      {options.readOnly && (
        <Alert severity="info" title="These settings come from a file">
          This data source is provisioned: change its file (or the environment variables the file names) and restart
          Grafana.
        </Alert>
      )}
      <DataSourceHttpSettings
        defaultUrl={DEFAULT_URL}
        dataSourceConfig={options}
        onChange={change}
        secureSocksDSProxyEnabled={config.secureSocksDSProxyEnabled}
      />
      <TokenFields options={options} onChange={change} />
    </div>
  );
}
