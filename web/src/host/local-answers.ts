import { type PluginMeta, PluginType } from '@grafana/data';
import { type BackendSrvRequest, config } from '@grafana/runtime';
import { listDashboards, loadDashboard } from '../dashboard/catalogue.ts';
import { bundledPlugins } from './bundle.ts';
import { toHealth } from './health.ts';

/** An answer as Grafana's server would give it. */
export interface LocalAnswer {
  status: number;
  data: unknown;
}

const found = (data: unknown): LocalAnswer => (data === undefined ? missing() : { status: 200, data });
const missing = (message = 'There is nothing of this name here.'): LocalAnswer => ({ status: 404, data: { message } });

/** A datasource as `/api/datasources` lists it. */
function dataSources() {
  return Object.values(config.datasources).map((settings) => {
    const { id, uid, type, name, access, url, jsonData, isDefault, meta } = settings;
    const typeLogoUrl = meta.info.logos.small;
    return { id, uid, orgId: 1, type, name, typeLogoUrl, access, url, jsonData, isDefault, readOnly: true };
  });
}

async function health(): Promise<LocalAnswer> {
  let status = 0;
  let body: unknown;
  try {
    const answer = await fetch('/health/ready', { cache: 'no-store' });
    status = answer.status;
    body = await answer.json();
  } catch {
    // said by the answer
  }
  const data = toHealth(status, body);
  return { status: data.status === 'OK' ? 200 : 400, data }; // Grafana answers 400 where a check says no
}

function pluginSettings(meta: PluginMeta) {
  const { id, name, type, info, includes, dependencies } = meta;
  const enabled = { enabled: true, pinned: type === PluginType.app, jsonData: {}, secureJsonFields: {} };
  return { ...enabled, id, name, type, info, includes, dependencies, module: meta.module, baseUrl: meta.baseUrl };
}

async function search(request: BackendSrvRequest): Promise<LocalAnswer> {
  const address = new URL(request.url.replace(/^\/?/, '/'), location.origin);
  const asked = request.params as Record<string, string | string[]> | undefined;
  const text = String(asked?.query ?? address.searchParams.get('query') ?? '').toLowerCase();
  const tags = [asked?.tag ?? address.searchParams.getAll('tag')].flat();
  const list = (await listDashboards()).filter(
    (one) => one.title.toLowerCase().includes(text) && tags.every((tag) => one.tags.includes(tag))
  );
  return found(
    list.map(({ uid, title, tags: own }, id) => {
      return { id, uid, title, uri: `db/${uid}`, url: `/d/${uid}`, type: 'dash-db', tags: own, isStarred: false };
    })
  );
}

async function dashboard(uid: string): Promise<LocalAnswer> {
  try {
    return found({ dashboard: await loadDashboard(uid), meta: { canSave: false, canEdit: false, url: `/d/${uid}` } });
  } catch (error) {
    return missing((error as Error).message);
  }
}

interface Route {
  method: 'GET' | 'other';
  path: RegExp;
  answer: (part: string, request: BackendSrvRequest) => LocalAnswer | Promise<LocalAnswer>;
}

const READ_ONLY =
  'This page keeps no settings: the service it belongs to is the only data source. Settings of the service are in its configuration; Grafana keeps its own.';

/** Paths of Grafana's server that need no service: what there is on this page, in Grafana's shapes. */
const ROUTES: Route[] = [
  { method: 'GET', path: /^\/?api\/datasources\/(?:uid\/)?[^/]+\/health$/, answer: health },
  { method: 'GET', path: /^\/?api\/datasources\/?$/, answer: () => found(dataSources()) },
  {
    method: 'GET',
    path: /^\/?api\/datasources\/(?:uid|name|id)\/([^/]+)$/,
    answer: (part) => found(dataSources().find(({ uid, name, id }) => [uid, name, String(id)].includes(part))),
  },
  {
    method: 'GET',
    path: /^\/?api\/plugins\/([^/]+)\/settings$/,
    answer: async (id) => {
      const plugin = (await bundledPlugins()).get(id);
      return plugin ? found(pluginSettings(plugin.meta)) : missing(`The bundle holds no plugin "${id}".`);
    },
  },
  {
    method: 'GET',
    path: /^\/?api\/plugins\/?$/,
    answer: async () => found([...(await bundledPlugins()).values()].map(({ meta }) => pluginSettings(meta))),
  },
  { method: 'GET', path: /^\/?api\/search\/?$/, answer: (_part, request) => search(request) },
  { method: 'GET', path: /^\/?api\/dashboards\/uid\/([^/]+)$/, answer: dashboard },
  { method: 'GET', path: /^\/?api\/user$/, answer: () => found(config.bootData.user) },
  {
    method: 'other',
    path: /^\/?api\/(?:datasources|plugins|dashboards)(?:\/(?!.*\/resources\/).*)?$/,
    answer: () => ({ status: 405, data: { message: READ_ONLY } }),
  },
];

/** The answer made by this page itself, or undefined where the service has to be asked. */
export function localAnswer(request: BackendSrvRequest): Promise<LocalAnswer> | undefined {
  const method = (request.method ?? 'GET').toUpperCase() === 'GET' ? 'GET' : 'other';
  const path = request.url.replace(/^https?:\/\/[^/]+/, '').split('?')[0] ?? '';
  for (const route of ROUTES) {
    const match = route.method === method ? route.path.exec(path) : null;
    if (match) {
      return Promise.resolve(route.answer(decodeURIComponent(match[1] ?? ''), request));
    }
  }
  return undefined;
}
