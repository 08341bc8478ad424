import {
  AnnotationQueryBuilder,
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  VariableRefresh,
  VariableSort,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { DATASOURCE_TYPE } from '../../contract/app-links.ts';
import { ask, PROJECT, SOURCE } from './ask.ts';

export const datasource = () => new DatasourceVariableBuilder('datasource').label('Data source').type(DATASOURCE_TYPE);

/** The projects the service follows, those at work first. */
export const project = () =>
  new QueryVariableBuilder('project')
    .label('Project')
    .datasource(SOURCE)
    .query('projects()')
    .refresh(VariableRefresh.OnDashboardLoad)
    .sort(VariableSort.Disabled);

/** Runs of the project, the latest first. With `all` the question is not restricted to one until one is chosen. */
export const run = (all: boolean) =>
  new QueryVariableBuilder('run')
    .label('Run')
    .datasource(SOURCE)
    .query(`runs(${PROJECT})`)
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .sort(VariableSort.Disabled)
    .includeAll(all)
    .current(all ? { selected: true, text: 'All', value: '$__all' } : ({} as never));

function annotation(name: string, color: string, types: string[]) {
  const target = { ...ask('events', { project: PROJECT, types, limit: 200 }, 'Anno').build() };
  return new AnnotationQueryBuilder()
    .name(name)
    .datasource(SOURCE)
    .enable(true)
    .iconColor(color)
    .target({ build: () => target as never });
}

/** What is marked in every picture over time. */
export const annotations = () => [
  annotation('Runs', 'blue', ['run.started', 'run.ended']),
  annotation('Failures', 'red', ['api.failed', 'api.retries-exhausted', 'input.broken']),
];
