import { css } from '@emotion/css';
import { type DataQuery } from '@grafana/schema';
import {
  type DataSourceApi,
  type DataSourcePlugin,
  type DataSourceSettings,
  getDefaultTimeRange,
  type GrafanaTheme2,
} from '@grafana/data';
import { getDataSourceSrv } from '@grafana/runtime';
import { useStyles2 } from '@grafana/ui';
import React, { useState } from 'react';
import { useParams, useSearchParams } from 'react-router-dom';
import { importDataSourcePlugin } from '../host/import-plugin.ts';
import { Notice } from './Notice.tsx';
import { useLoaded } from './use-loaded.ts';

interface Loaded {
  plugin: DataSourcePlugin<DataSourceApi>;
  api: DataSourceApi;
}

async function load(): Promise<Loaded> {
  const plugin = await importDataSourcePlugin();
  if (!plugin) {
    throw new Error('The bundle holds no data source. Build the plugins first: npm run build.');
  }
  return { plugin, api: await getDataSourceSrv().get() };
}

const SETTINGS = {
  uid: 'taskmaster',
  name: 'Task-Master',
  url: '',
  jsonData: {},
  secureJsonFields: {},
  secureJsonData: {},
  readOnly: false,
} as unknown as DataSourceSettings;

function read<T extends object>(text: string | null, usual: T): T {
  try {
    return { ...usual, ...(JSON.parse(text ?? '{}') as Partial<T>) };
  } catch {
    return usual;
  }
}

interface EditorProps extends Loaded {
  kind: string | undefined;
  value: object;
  onChange: (value: object) => void;
  onAsk: () => void;
}

function Editor({ kind, plugin, api, value, onChange, onAsk }: EditorProps) {
  const { QueryEditor, ConfigEditor, VariableQueryEditor } = plugin.components;
  if (kind === 'query' && QueryEditor) {
    const query = { refId: 'A', ...value } as DataQuery;
    return (
      <QueryEditor
        datasource={api}
        query={query}
        range={getDefaultTimeRange()}
        onChange={onChange}
        onRunQuery={onAsk}
      />
    );
  }
  if (kind === 'config' && ConfigEditor) {
    return <ConfigEditor options={value as DataSourceSettings} onOptionsChange={onChange} />;
  }
  if (kind === 'variable' && VariableQueryEditor) {
    const { query = '' } = value as { query?: string };
    const change = (next: string) => onChange({ query: next });
    return <VariableQueryEditor datasource={api} query={query} onChange={change} templateSrv={undefined} />;
  }
  return <Notice title="There is no such editor" text="There are query, config and variable." />;
}

/**
 * One editor of the bundle's data source by itself, with what it would save below it: `/editors/query`, `/editors/config`,
 * `/editors/variable`, each with its first value as JSON in `?value=`. For people who work on them, and for tests.
 */
export function EditorsPage() {
  const styles = useStyles2(getStyles);
  const { kind } = useParams();
  const [search] = useSearchParams();
  const [loaded, again] = useLoaded('datasource', load);
  const [value, setValue] = useState(() => read<object>(search.get('value'), kind === 'config' ? SETTINGS : {}));
  const [asked, setAsked] = useState(0);
  if (loaded.state === 'loading') {
    return <Notice title="Loading the data source …" />;
  }
  if (loaded.state === 'failed') {
    return <Notice title="The data source cannot be shown" text={loaded.problem} action="Try again" onAction={again} />;
  }
  return (
    <main className={styles.page}>
      <h1>Editor: {kind}</h1>
      <Editor
        {...loaded.value}
        kind={kind}
        value={value}
        onChange={setValue}
        onAsk={() => setAsked((count) => count + 1)}
      />
      <h2>What it saves</h2>
      <pre data-testid="saved" data-asked={asked}>
        {JSON.stringify(value, null, 2)}
      </pre>
    </main>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  page: css({ padding: theme.spacing(2), minWidth: 0, '& > h2': { marginTop: theme.spacing(3) } }),
});
