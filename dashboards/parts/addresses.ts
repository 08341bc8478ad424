import { DATASOURCE_TYPE, projectLink, runLink, taskLink } from '../../contract/app-links.ts';
import { type QueryOf, type QueryType } from '../../contract/queries.ts';

/** Uids of the dashboards, as links name them. */
export const UIDS = {
  executive: 'taskmaster-executive',
  operations: 'taskmaster-operations',
  development: 'taskmaster-development',
  userExperience: 'taskmaster-user-experience',
  run: 'taskmaster-run',
  cost: 'taskmaster-cost',
  agents: 'taskmaster-agents',
} as const;
export type DashboardName = keyof typeof UIDS;

export interface Link {
  title: string;
  url: string;
}

const HERE = '${datasource:queryparam}&${project:queryparam}&${__url_time_range}';
/** The value of another column of the same row. */
export const column = (name: string) => `\${__data.fields.${name}:percentencode}`;
const PROJECT = '${project:percentencode}';
/** The app asks the datasource that is asked here, not the one it would take by itself. */
const HERE_ASKED = { ds: '${datasource:percentencode}' };
const RANGE = { from: '${__from}', to: '${__to}' };

/** Another dashboard, with datasource, project and time range as they are here. */
export const toDashboard = (name: DashboardName, title: string, more = ''): Link => ({
  title,
  url: `/d/${UIDS[name]}?${HERE}${more}`,
});

/** The dashboard of the run a row is about; for runs of this time range, which it keeps. */
export const toRunDashboard = (run: string): Link => ({
  title: 'Dashboard of this run',
  url: `/d/${UIDS.run}?\${datasource:queryparam}&var-project=${column('project')}&var-run=${column(run)}&\${__url_time_range}`,
});

/** The dashboard of the project a row is about. */
export const toProjectDashboard = (project: string): Link => ({
  title: 'Dashboard of this project',
  url: `/d/${UIDS.run}?\${datasource:queryparam}&var-project=${column(project)}&\${__url_time_range}`,
});

export const openProject = (): Link => ({ title: 'Open the project', url: projectLink(PROJECT, HERE_ASKED) });
export const openProjectOf = (project: string): Link => ({
  title: 'Open the project',
  url: projectLink(column(project), HERE_ASKED),
});
export const openRunOf = (run: string): Link => ({
  title: 'Open the run',
  url: runLink(column('project'), column(run), HERE_ASKED),
});
export const openTaskOf = (): Link => ({
  title: 'Open the task',
  url: taskLink(column('project'), column('tag'), column('taskId'), HERE_ASKED),
});
/** The run of a row of which not every one is about a task; its task is chosen there. */
export const openInRun = (): Link => ({
  title: 'Open in its run',
  url: runLink(column('project'), column('run'), { task: column('taskId'), ...HERE_ASKED }),
});
/** The project with the task of the row chosen in it. */
export const openTaskInProject = (): Link => ({
  title: 'Open the task',
  url: projectLink(PROJECT, { task: column('taskId'), ...RANGE, ...HERE_ASKED }),
});

/** A question in Explore, over the time range of the dashboard. */
export function explore<T extends QueryType>(title: string, queryType: T, query: QueryOf<T>): Link {
  const target = { refId: 'A', queryType, datasource: { type: DATASOURCE_TYPE, uid: '${datasource}' }, query };
  const pane = { datasource: '${datasource}', queries: [target], range: RANGE };
  // Grafana fills variables in after this is encoded, so what it looks for must not be encoded.
  const text = encodeURIComponent(JSON.stringify({ A: pane })).replaceAll(
    /%24%7B(.*?)%7D/g,
    (_, inside: string) => `\${${decodeURIComponent(inside)}}`
  );
  return { title, url: `/explore?schemaVersion=1&panes=${text}` };
}
