import {
  type AppPlugin,
  type DataSourceApi,
  type DataSourcePlugin,
  type PanelPlugin,
  type PanelPluginMeta,
} from '@grafana/data';
import { setPluginImportUtils } from '@grafana/runtime';
import { builtInPanel } from '../panels/built-in.ts';
import { APP_ID, type BundledPlugin, bundledDataSource, bundledPlugins } from './bundle.ts';

const panels = new Map<string, PanelPlugin>();
const loading = new Map<string, Promise<PanelPlugin>>();

async function importModule<T>({ meta, module }: BundledPlugin): Promise<T> {
  const { plugin } = (await System.import(new URL(module, location.href).href)) as { plugin?: T };
  if (!plugin) {
    throw new Error(`${module} has no export named "plugin", so ${meta.id} cannot be shown.`);
  }
  return plugin;
}

async function loadPanel(id: string): Promise<PanelPlugin> {
  const own = builtInPanel(id);
  if (own) {
    return own;
  }
  const bundled = (await bundledPlugins()).get(id);
  if (!bundled) {
    throw new Error(
      `No panel plugin "${id}" here: this page shows the panels of its bundle and the common Grafana ones.`
    );
  }
  const plugin = await importModule<PanelPlugin>(bundled);
  plugin.meta = { sort: 100, ...bundled.meta } as PanelPluginMeta;
  return plugin;
}

/** A panel plugin by id, loaded once. Rejects with a sentence when there is none. */
export async function importPanelPlugin(id: string): Promise<PanelPlugin> {
  let pending = loading.get(id);
  if (!pending) {
    pending = loadPanel(id).then((plugin) => {
      panels.set(id, plugin);
      return plugin;
    });
    pending.catch(() => loading.delete(id));
    loading.set(id, pending);
  }
  return pending;
}

/** The bundle's app, ready to render its root page. */
export async function importAppPlugin(): Promise<AppPlugin> {
  const bundled = (await bundledPlugins()).get(APP_ID);
  if (!bundled) {
    throw new Error(`The bundle holds no ${APP_ID}.`);
  }
  const plugin = await importModule<AppPlugin>(bundled);
  plugin.meta = { ...bundled.meta, enabled: true, jsonData: {} };
  plugin.init(plugin.meta);
  return plugin;
}

/** The bundle's datasource plugin, or undefined where it holds none. */
export async function importDataSourcePlugin(): Promise<DataSourcePlugin<DataSourceApi> | undefined> {
  const bundled = await bundledDataSource();
  return bundled && importModule<DataSourcePlugin<DataSourceApi>>(bundled);
}

export function offerPluginImport() {
  setPluginImportUtils({ importPanelPlugin, getPanelPluginFromCache: (id) => panels.get(id) });
}
