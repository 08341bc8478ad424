import { type DataSourceInstanceSettings } from '@grafana/data';
import { type DataSourceWithBackend, getDataSourceSrv } from '@grafana/runtime';
import { createContext, useContext } from 'react';
import { DATASOURCE_TYPE } from '../../../contract/app-links.ts';

/** Our datasource as the app uses it: queries, resources, health. */
export type Datasource = DataSourceWithBackend;

export interface DatasourceChoice {
  /** `none`: no datasource of our type there is (or none this user may query). */
  state: 'loading' | 'none' | 'ready' | 'error';
  datasource?: Datasource;
  settings?: DataSourceInstanceSettings;
  /** All of our type, in Grafana's order. */
  all: DataSourceInstanceSettings[];
  /** Why it could not be loaded, a sentence. */
  error?: string;
  /** Uses another one, on every page of the app, until told otherwise (kept in the address as `ds`). */
  choose: (uid: string) => void;
}

export const DatasourceContext = createContext<DatasourceChoice>({ state: 'loading', all: [], choose: () => {} });

/** The datasource the pages read from, and what else could be chosen. */
export function useDatasource(): DatasourceChoice {
  return useContext(DatasourceContext);
}

/** Every datasource of our type that this user may query. */
export function listDatasources(): DataSourceInstanceSettings[] {
  // Grafana adds its built-in ones to what was asked for.
  return getDataSourceSrv()
    .getList({ type: DATASOURCE_TYPE })
    .filter(({ type }) => type === DATASOURCE_TYPE);
}
