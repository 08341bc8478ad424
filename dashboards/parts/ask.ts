import type * as cog from '@grafana/grafana-foundation-sdk/cog';
import { type QueryOf, type QueryType } from '../../contract/queries.ts';
import { DATASOURCE_TYPE } from '../../contract/app-links.ts';

/** The datasource a person chose above the dashboard. */
export const SOURCE = { type: DATASOURCE_TYPE, uid: '${datasource}' };
export const PROJECT = '$project';
export const RUN = '$run';

/** A question to the service as panels keep it: our fields stand inside `query`. */
export interface Target extends cog.Dataquery {
  refId: string;
  queryType: QueryType;
  datasource: typeof SOURCE;
  query: Record<string, unknown>;
  live?: boolean;
  /** What a logs panel shows instead of an empty answer; it knows no `noValue`. */
  whenEmpty?: string;
}

export type Question = cog.Builder<Target>;

/** Asks the service. `refId` is set where a panel asks more than one question. */
export function ask<T extends QueryType>(queryType: T, query: QueryOf<T> = {} as QueryOf<T>, refId = 'A'): Question {
  return {
    build: () => ({ refId, queryType, datasource: SOURCE, query: { ...query }, _implementsDataqueryVariant() {} }),
  };
}

type Metric = QueryOf<'metric'>;

/** A metric over time. */
export const metric = (name: string, aggregation: Metric['aggregation'], more: Metric = {}, refId = 'A') =>
  ask('metric', { metric: name, aggregation, ...more }, refId);

/** A metric as one number a series, over the whole time range. */
export const total = (name: string, aggregation: Metric['aggregation'], more: Metric = {}, refId = 'A') =>
  metric(name, aggregation, { ...more, instant: true }, refId);
