import { type DataSourceSettings } from '@grafana/data';
import { describe, expect, it } from 'vitest';
import { type TaskmasterSecrets, type TaskmasterSettings } from '../types.ts';
import { setSecret } from './set-secret.ts';

type Settings = DataSourceSettings<TaskmasterSettings, TaskmasterSecrets>;
const saved = { secureJsonFields: { apiToken: true, controlToken: true }, secureJsonData: {} } as unknown as Settings;

describe('secrets', () => {
  it('are forgotten on reset, the other one kept', () => {
    expect(setSecret(saved, 'apiToken', '')).toMatchObject({
      secureJsonFields: { apiToken: false, controlToken: true },
      secureJsonData: { apiToken: '' },
    });
  });

  it('are set while typing', () => {
    const typed = setSecret(setSecret(saved, 'apiToken', ''), 'apiToken', 'abc', true);
    expect(typed.secureJsonFields.apiToken).toBe(false);
    expect(typed.secureJsonData).toEqual({ apiToken: 'abc' });
  });
});
