import { type PluginMeta, PluginType } from '@grafana/data';

export const APP_ID = 'taskmaster-observability-app';
const BASE = `/public/plugins/${APP_ID}`;

/** What a plugin.json says, with the address its module is loaded from. */
export interface BundledPlugin {
  meta: PluginMeta;
  module: string;
}

let bundle: Promise<Map<string, BundledPlugin>> | undefined;

async function readPluginJson(folder: string): Promise<BundledPlugin> {
  const address = `${folder}/plugin.json`;
  const answer = await fetch(address);
  if (!answer.ok) {
    throw new Error(`${address} answered ${answer.status}. Build the plugins first: npm run build.`);
  }
  const json = (await answer.json()) as PluginMeta;
  const logo = (path?: string) => (path ? `${folder}/${path}` : '');
  const logos = { small: logo(json.info.logos?.small), large: logo(json.info.logos?.large) };
  const module = `${folder}/module.js`;
  return { meta: { ...json, module, baseUrl: folder, info: { ...json.info, logos } }, module };
}

async function readBundle() {
  const app = await readPluginJson(BASE);
  const nested = (app.meta.includes ?? [])
    .filter(({ type, path }) => type !== 'page' && type !== 'dashboard' && path?.endsWith('/plugin.json'))
    .map(({ path }) => readPluginJson(`${BASE}/${path!.slice(0, -'/plugin.json'.length)}`));
  const plugins = [app, ...(await Promise.all(nested))];
  return new Map(plugins.map((plugin) => [plugin.meta.id, plugin]));
}

/** Every plugin of the built bundle by id, read once. Rejects with a sentence when the bundle is not there. */
export async function bundledPlugins(): Promise<Map<string, BundledPlugin>> {
  bundle ??= readBundle().catch((error: unknown) => {
    bundle = undefined; // the next caller tries again
    throw error;
  });
  return bundle;
}

/** The bundle's datasource, once it holds one. */
export async function bundledDataSource(): Promise<BundledPlugin | undefined> {
  return [...(await bundledPlugins()).values()].find(({ meta }) => meta.type === PluginType.datasource);
}
