import { DataSourcePlugin } from '@grafana/data';
import { ConfigEditor } from './config/ConfigEditor.tsx';
import { DataSource } from './DataSource.ts';
import { QueryEditor } from './query/QueryEditor.tsx';
import { QueryHelp } from './query/QueryHelp.tsx';
import { VariableEditor } from './variables/VariableEditor.tsx';

export const plugin = new DataSourcePlugin(DataSource)
  .setConfigEditor(ConfigEditor)
  .setQueryEditor(QueryEditor)
  .setQueryEditorHelp(QueryHelp)
  // The older of Grafana's two ways: variables stay texts such as `runs($project)`, which people write into dashboards
  // by hand and every version from 11.0 on keeps as they are.
  .setVariableQueryEditor(VariableEditor);
