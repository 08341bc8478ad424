import {
  type DataSourceApi,
  type DataSourceInstanceSettings,
  type DataSourcePluginMeta,
  type DataSourceRef,
  type PluginMetaInfo,
  PluginType,
  type ScopedVars,
} from '@grafana/data';
import { config, type DataSourceSrv, getTemplateSrv, type GetDataSourceListFilters } from '@grafana/runtime';
import { initDataSourceInstanceSettings } from 'grafana-internal/runtime/dist/esm/services/dataSource/settings.mjs';
import { DATASOURCE_TYPE as TYPE, DATASOURCE_UID as UID } from '../../../contract/app-links.ts';
import { bundledDataSource } from './bundle.ts';
import { importDataSourcePlugin } from './import-plugin.ts';

const INFO: PluginMetaInfo = {
  author: { name: '' },
  description: '',
  links: [],
  logos: { small: '/logo.svg', large: '/logo.svg' },
  screenshots: [],
  updated: '',
  version: '',
};

function settingsFor(meta: DataSourcePluginMeta): DataSourceInstanceSettings {
  return {
    id: 1,
    uid: UID,
    type: TYPE,
    name: 'Task-Master',
    meta,
    url: `/api/datasources/proxy/uid/${UID}`,
    jsonData: {},
    access: 'proxy',
    readOnly: true,
    isDefault: true,
  };
}

/** This page has one datasource: the service that serves it. Names and uids of dashboards made elsewhere mean it too. */
export class HostDataSourceSrv implements DataSourceSrv {
  private settings: DataSourceInstanceSettings;
  private instance: Promise<DataSourceApi> | undefined;

  constructor() {
    const meta = {
      id: TYPE,
      name: 'Task-Master',
      type: PluginType.datasource,
      module: '',
      baseUrl: '',
      info: INFO,
      metrics: true,
      logs: true,
      tracing: true,
      annotations: true,
      backend: true,
    };
    this.settings = settingsFor(meta);
    this.publish();
  }

  private publish() {
    const known = { [this.settings.name]: this.settings };
    config.datasources = known;
    config.defaultDatasource = this.settings.name;
    initDataSourceInstanceSettings(known, this.settings.name);
  }

  private async create(): Promise<DataSourceApi> {
    const bundled = await bundledDataSource();
    const plugin = await importDataSourcePlugin();
    if (!bundled || !plugin) {
      throw new Error('The bundle holds no datasource. Build the plugins again: npm run build.');
    }
    this.settings = settingsFor({ ...this.settings.meta, ...bundled.meta } as DataSourcePluginMeta);
    this.publish();
    const api = new plugin.DataSourceClass(this.settings);
    api.components = plugin.components;
    return api;
  }

  async get(_ref?: DataSourceRef | string | null, _scopedVars?: ScopedVars): Promise<DataSourceApi> {
    this.instance ??= this.create().catch((error: unknown) => {
      this.instance = undefined;
      throw error;
    });
    return this.instance;
  }

  getList(filters?: GetDataSourceListFilters): DataSourceInstanceSettings[] {
    const type = filters?.type ?? filters?.pluginId;
    const wanted = type === undefined || (Array.isArray(type) ? type : [type]).includes(TYPE);
    return wanted && (filters?.filter?.(this.settings) ?? true) ? [this.settings] : [];
  }

  getInstanceSettings(ref?: DataSourceRef | string | null, scopedVars?: ScopedVars) {
    const uid = typeof ref === 'string' ? ref : ref?.uid;
    if (uid?.includes('$')) {
      getTemplateSrv().replace(uid, scopedVars); // a datasource variable: there is only one it can name
    }
    return this.settings;
  }

  async reload() {
    this.instance = undefined;
    return Promise.resolve();
  }

  registerRuntimeDataSource() {
    throw new Error('This page has one datasource; others cannot be added to it.');
  }
}
