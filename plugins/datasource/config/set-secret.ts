import { type DataSourceSettings } from '@grafana/data';
import { type TaskmasterSecrets, type TaskmasterSettings } from '../types.ts';

type Settings = DataSourceSettings<TaskmasterSettings, TaskmasterSecrets>;

/** Settings with one secret changed. Without `typing` it is a reset: the saved one is forgotten when they are saved. */
export function setSecret(settings: Settings, name: keyof TaskmasterSecrets, value: string, typing = false): Settings {
  return {
    ...settings,
    secureJsonFields: typing ? settings.secureJsonFields : { ...settings.secureJsonFields, [name]: false },
    secureJsonData: { ...settings.secureJsonData, [name]: value },
  };
}
