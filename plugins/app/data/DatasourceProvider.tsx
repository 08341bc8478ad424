import { type AppPluginMeta, type KeyValue } from '@grafana/data';
import { getDataSourceSrv, locationService } from '@grafana/runtime';
import React, { useEffect, useMemo, useState } from 'react';
import { useSearch } from '../shell/use-location.ts';
import { type Datasource, type DatasourceChoice, DatasourceContext, listDatasources } from './datasource.ts';
import { pickDatasource } from './pick-datasource.ts';
import { sentenceOf } from './sentence.ts';

/** The app's own settings in Grafana (`jsonData`). */
export interface AppSettings extends KeyValue {
  datasourceUid?: string;
}

interface Props {
  meta: AppPluginMeta<AppSettings>;
  children: React.ReactNode;
}

type Loaded = Pick<DatasourceChoice, 'datasource' | 'error'> & { uid: string };

/** The choice made here, for the links of the app that do not carry it. */
const choice: { uid?: string } = {};

/** Loads the datasource of the address, the app's settings or Grafana's default, and hands it to every page. */
export function DatasourceProvider({ meta, children }: Props) {
  const asked = useSearch().get('ds');
  useEffect(() => {
    choice.uid = asked ?? choice.uid;
  }, [asked]);
  const [loaded, setLoaded] = useState<Loaded>();
  const all = listDatasources();
  const settings = pickDatasource(all, [asked, choice.uid, meta.jsonData?.datasourceUid]);
  const uid = settings?.uid;
  useEffect(() => {
    let current = true;
    if (uid !== undefined) {
      getDataSourceSrv()
        .get({ uid })
        .then(
          (api) => current && setLoaded({ uid, datasource: api as unknown as Datasource }),
          (error: unknown) => current && setLoaded({ uid, error: sentenceOf(error) })
        );
    }
    return () => {
      current = false;
    };
  }, [uid]);

  const ready = loaded?.uid === uid ? loaded : undefined;
  const key = all.map((one) => one.uid).join();
  const value = useMemo<DatasourceChoice>(
    () => ({
      state: uid === undefined ? 'none' : ready?.error ? 'error' : ready?.datasource ? 'ready' : 'loading',
      datasource: ready?.datasource,
      error: ready?.error,
      settings,
      all,
      choose: (next) => {
        choice.uid = next;
        locationService.partial({ ds: next }, true);
      },
    }),
    [uid, ready, key] // eslint-disable-line react-hooks/exhaustive-deps -- settings and all change with these
  );
  return <DatasourceContext.Provider value={value}>{children}</DatasourceContext.Provider>;
}
