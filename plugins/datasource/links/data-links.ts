import { type DataLink } from '@grafana/data';
import { projectLink, runLink, taskLink } from '../../../contract/app-links.ts';
import { type TaskmasterQuery } from '../types.ts';

/** The datasource links lead back to, for those that open Explore. */
export interface LinkSource {
  uid: string;
  name: string;
  /** There is no Explore where this runs: links into it are left out. */
  withoutExplore?: boolean;
}

/** The value of another column of the same row, encoded for an address. */
const column = (name: string) => `\${__data.fields["${name}"]:percentencode}`;
const value = '${__value.raw:percentencode}';

const page = (title: string, url: string): DataLink => ({ title, url });

/** A link into Explore with a query of ours; what stands in it is filled in by Grafana. */
function explore(source: LinkSource, title: string, queryType: string, query: Record<string, unknown>): DataLink {
  const target: TaskmasterQuery = { refId: 'A', queryType, query };
  return { title, url: '', internal: { datasourceUid: source.uid, datasourceName: source.name, query: target } };
}

/** The app asks the datasource the answer came from, not the one it would take by itself. */
const ds = ({ uid }: LinkSource) => ({ ds: uid });

export const openProject = (source: LinkSource) => page('Open the project', projectLink(value, ds(source)));
export const openRun = (source: LinkSource, project: string) =>
  page('Open the run', runLink(project, value, ds(source)));
export const openTask = (source: LinkSource, project: string, tag: string) =>
  page('Open the task', taskLink(project, tag, value, ds(source)));
/** Where the tag is not known: the task chosen on its project's page. */
export const openTaskOfProject = (source: LinkSource, project: string, task = value) =>
  page('Open the task', projectLink(project, { task, ...ds(source) }));
export const openTaskOfRun = (source: LinkSource, project: string, run: string, task = value) =>
  page('Open the task in its run', runLink(project, run, { task, ...ds(source) }));

export const traceInExplore = (source: LinkSource) => explore(source, 'Trace', 'traces', { traceId: '${__value.raw}' });
export const logsOfTrace = (source: LinkSource) =>
  explore(source, 'Logs of this trace', 'logs', { traceId: '${__value.raw}' });
export const logsOfSession = (source: LinkSource) =>
  explore(source, 'Logs of this session', 'logs', { session: '${__value.raw}' });
export const tracesOfSession = (source: LinkSource) =>
  explore(source, 'Traces of this session', 'traces', { session: '${__value.raw}' });

export const otherColumn = column;
