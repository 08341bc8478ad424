import { type DataFrame, type DataLink, type Field } from '@grafana/data';
import { runOf } from '../query/run-of.ts';
import { type TaskmasterQuery } from '../types.ts';
import {
  type LinkSource,
  logsOfSession,
  logsOfTrace,
  openProject,
  openRun,
  openTask,
  openTaskOfProject,
  openTaskOfRun,
  otherColumn,
  traceInExplore,
  tracesOfSession,
} from './data-links.ts';

interface Context {
  frame: DataFrame;
  /** The query with its variables filled in. */
  query: Record<string, unknown>;
  queryType: string;
  source: LinkSource;
}

const has = (frame: DataFrame, name: string) => frame.fields.some((field) => field.name === name);

/**
 * The project of a row: what was asked for, which every row is then about, or a column of it; undefined where neither
 * says one. What was asked for comes first, because a column may be empty, or taken out by a panel's transformations.
 */
function projectOf({ frame, query }: Context): string | undefined {
  if (typeof query.project === 'string' && query.project !== '') {
    return query.project;
  }
  return has(frame, 'project') ? otherColumn('project') : undefined;
}

function taskLinks(context: Context): DataLink[] {
  const { frame, query, queryType, source } = context;
  const project = projectOf(context);
  if (project === undefined) {
    return [];
  }
  if (queryType === 'tasks' || queryType === 'events') {
    const run = has(frame, 'run') ? [openTaskOfRun(source, project, otherColumn('run'))] : [];
    return [openTask(source, project, otherColumn('tag')), ...run];
  }
  const run = runOf(query);
  return run ? [openTaskOfRun(source, project, run)] : [openTaskOfProject(source, project)];
}

function idLinks(context: Context): DataLink[] {
  const { source } = context;
  const project = projectOf(context);
  switch (context.queryType) {
    case 'projects':
      return [openProject(source)];
    case 'runs':
      return project === undefined ? [] : [openRun(source, project)];
    case 'dependencyGraph': {
      // The id of a node names project and tag too; what the app's pages take stands in a detail column.
      const task = otherColumn('detail__taskId');
      return project === undefined || !has(context.frame, 'detail__taskId')
        ? []
        : [openTaskOfProject(source, project, task)];
    }
    default:
      return [];
  }
}

function linksOf(field: Field, context: Context): DataLink[] {
  const { source, queryType } = context;
  switch (field.name) {
    case 'id':
      return idLinks(context);
    case 'project':
      return [openProject(source)];
    case 'run':
    case 'openRun': {
      const project = queryType === 'projects' ? otherColumn('id') : projectOf(context);
      return project === undefined ? [] : [openRun(source, project)];
    }
    case 'taskId':
      return taskLinks(context);
    case 'traceId':
    case 'trace_id': // of exemplars, as OpenTelemetry and Prometheus name it
      return [traceInExplore(source)];
    case 'traceID':
      return context.frame.meta?.preferredVisualisationType === 'trace'
        ? [logsOfTrace(source)]
        : [traceInExplore(source), logsOfTrace(source)];
    case 'session':
      return [logsOfSession(source), tracesOfSession(source)];
    default:
      return [];
  }
}

/** Gives ids of projects, runs, tasks, traces and sessions their links; what a column already links to stays. */
export function addLinks(frame: DataFrame, target: TaskmasterQuery, source: LinkSource): DataFrame {
  const context: Context = { frame, query: target.query ?? {}, queryType: target.queryType ?? '', source };
  const fields = frame.fields.map((field) => {
    const links = linksOf(field, context).filter(({ internal }) => !internal || source.withoutExplore !== true);
    return links.length === 0
      ? field
      : { ...field, config: { ...field.config, links: [...(field.config.links ?? []), ...links] } };
  });
  return { ...frame, fields };
}
