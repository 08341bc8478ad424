import { getBackendSrv } from '@grafana/runtime';
import { lastValueFrom } from 'rxjs';
import { APP_ID, DATASOURCE_TYPE } from '../../../contract/app-links.ts';
import { type AppSettings } from '../data/DatasourceProvider.tsx';
import { sentenceOf } from '../data/sentence.ts';

export type Secret = 'apiToken' | 'controlToken';

/** A datasource as Grafana's API has it, as far as it is changed here; the rest is sent back as it came. */
export interface SavedDatasource {
  uid: string;
  name: string;
  type: string;
  url: string;
  access: string;
  isDefault?: boolean;
  /** From a provisioning file: Grafana refuses changes. */
  readOnly?: boolean;
  version?: number;
  jsonData?: Record<string, unknown>;
  /** Which secrets are set; what they are never leaves Grafana's server. */
  secureJsonFields?: Partial<Record<Secret, boolean>>;
  secureJsonData?: Partial<Record<Secret, string>>;
}

async function call<T>(method: string, url: string, data?: object): Promise<T> {
  try {
    const answer = await lastValueFrom(
      getBackendSrv().fetch<T>({ url, method, data, showErrorAlert: false, showSuccessAlert: false })
    );
    return answer.data;
  } catch (error) {
    throw new Error(sentenceOf(error), { cause: error });
  }
}

const byUid = (uid: string) => `/api/datasources/uid/${encodeURIComponent(uid)}`;

/** Every datasource of our type, with its settings. */
export async function loadDatasources(): Promise<SavedDatasource[]> {
  const all = await call<SavedDatasource[]>('GET', '/api/datasources');
  const ours = all.filter(({ type }) => type === DATASOURCE_TYPE);
  return Promise.all(ours.map(async ({ uid }) => call<SavedDatasource>('GET', byUid(uid))));
}

/** Saves what was changed; only secrets that were typed anew are sent. Resolves to the uid. */
export async function saveDatasource(next: SavedDatasource): Promise<string> {
  if (next.uid === '') {
    const { uid: _none, ...made } = next;
    const answer = await call<{ datasource: SavedDatasource }>('POST', '/api/datasources', made);
    return answer.datasource.uid;
  }
  await call('PUT', byUid(next.uid), next);
  return next.uid;
}

interface PluginSettings {
  enabled: boolean;
  pinned: boolean;
  jsonData?: AppSettings;
}

export const loadAppSettings = async () => call<PluginSettings>('GET', `/api/plugins/${APP_ID}/settings`);

/** Makes every page of the app read from this datasource, for everybody. */
export async function saveChosen(datasourceUid: string): Promise<void> {
  const { enabled, pinned, jsonData } = await loadAppSettings();
  const settings: PluginSettings = { enabled, pinned, jsonData: { ...jsonData, datasourceUid } };
  await call('POST', `/api/plugins/${APP_ID}/settings`, settings);
}

export const newDatasource = (first: boolean): SavedDatasource => ({
  uid: '',
  name: first ? 'Task-Master' : 'Task-Master (new)',
  type: DATASOURCE_TYPE,
  access: 'proxy',
  url: 'http://127.0.0.1:4747',
  jsonData: {},
});
