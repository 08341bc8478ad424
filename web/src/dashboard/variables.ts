import { type DataSourceRef, VariableHide, VariableRefresh, type VariableSort } from '@grafana/data';
import {
  ConstantVariable,
  CustomVariable,
  DataSourceVariable,
  IntervalVariable,
  QueryVariable,
  type SceneVariable,
  TextBoxVariable,
} from '@grafana/scenes';
import { type VariableJson } from './model.ts';

const text = (value: unknown): string => (Array.isArray(value) ? value.join(',') : String(value ?? ''));

/** One dashboard variable as Scenes takes it; undefined for kinds this page does not know. */
export function toVariable(json: VariableJson): SceneVariable | undefined {
  const { name, type, current, multi, includeAll } = json;
  const common = {
    name,
    label: json.label ?? undefined,
    hide: (json.hide ?? VariableHide.dontHide) as VariableHide,
    skipUrlSync: json.skipUrlSync ?? false,
  };
  const value = (current?.value ?? '') as string;
  const choice = {
    ...common,
    value,
    text: (current?.text ?? value) as string,
    isMulti: multi ?? false,
    includeAll: includeAll ?? false,
    allValue: json.allValue ?? undefined,
    defaultToAll: includeAll ?? false,
  };
  switch (type) {
    case 'query':
      return new QueryVariable({
        ...choice,
        datasource: json.datasource as DataSourceRef | null,
        query: json.query as string,
        regex: json.regex ?? '',
        sort: (json.sort ?? 0) as VariableSort,
        refresh: (json.refresh ?? VariableRefresh.onDashboardLoad) as VariableRefresh,
      });
    case 'custom':
      return new CustomVariable({ ...choice, query: text(json.query) });
    case 'datasource':
      return new DataSourceVariable({ ...choice, pluginId: text(json.query), regex: json.regex ?? '' });
    case 'textbox':
      return new TextBoxVariable({ ...common, value: text(current?.value ?? json.query) });
    case 'constant':
      return new ConstantVariable({ ...common, value: text(json.query ?? current?.value) });
    case 'interval':
      return new IntervalVariable({
        ...common,
        value,
        intervals: text(json.query).split(',').filter(Boolean),
        autoEnabled: json.auto ?? false,
        autoStepCount: json.auto_count,
        autoMinInterval: json.auto_min,
      });
    default:
      return undefined;
  }
}
