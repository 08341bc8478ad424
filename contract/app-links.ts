/**
 * Addresses of the app's pages, in Grafana and on the page of our own alike. One place, because data links, dashboards,
 * alert annotations and the app's router must agree. What is selected stands in the query, so that a link can be shared.
 */

export const APP_ID = 'taskmaster-observability-app';
export const DATASOURCE_TYPE = 'taskmaster-observability-datasource';
/** Uid of the datasource in our own provisioning, and the only one of the stand-alone page. */
export const DATASOURCE_UID = 'taskmaster';
export const APP_ROOT = `/a/${APP_ID}`;

/** Time range of a link: epoch milliseconds, or Grafana's relative text such as `now-6h`. */
export interface LinkRange {
  /** Uid of the datasource to ask, where it need not be the one the app takes by itself. */
  ds?: string;
  from?: number | string;
  to?: number | string;
}

export interface RunSelection extends LinkRange {
  /** Task id as Task Master shows it; selects it in graph, timeline and list. */
  task?: string;
  tag?: string;
}

/** Grafana fills `${…}` and `{{ … }}` in later, and encodes what it fills in itself where told to (`:percentencode`). */
function part(text: string): string {
  return /\$\{|\{\{/.test(text) ? text : encodeURIComponent(text);
}

function withQuery(path: string, query: object): string {
  const pairs = Object.entries(query)
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([name, value]) => `${name}=${part(String(value))}`);
  return pairs.length > 0 ? `${path}?${pairs.join('&')}` : path;
}

/** Every project the service knows. */
export const projectsLink = () => `${APP_ROOT}/projects`;

/** A project as it is now: its newest run, live. */
export const projectLink = (project: string, selection: RunSelection = {}) =>
  withQuery(`${APP_ROOT}/projects/${part(project)}`, selection);

/** One run, while it goes on or afterwards. */
export const runLink = (project: string, run: string, selection: RunSelection = {}) =>
  withQuery(`${APP_ROOT}/projects/${part(project)}/runs/${part(run)}`, selection);

/** One task with its attempts, tool calls, logs and tokens. */
export const taskLink = (project: string, tag: string, taskId: string, range: LinkRange = {}) =>
  withQuery(`${APP_ROOT}/projects/${part(project)}/tasks/${part(tag)}/${part(taskId)}`, range);

export const setUpLink = () => `${APP_ROOT}/set-up`;
export const configurationLink = () => `${APP_ROOT}/configuration`;
