import {
  type AdHocVariableFilter,
  type CoreApp,
  type DataQueryRequest,
  type DataQueryResponse,
  type DataSourceInstanceSettings,
  type LegacyMetricFindQueryOptions,
  type MetricFindValue,
  type ScopedVars,
} from '@grafana/data';
import { DataSourceWithBackend, getTemplateSrv } from '@grafana/runtime';
import { type Observable } from 'rxjs';
import { eventAnnotations } from './annotations/event-annotations.ts';
import { LookUps } from './lookups/look-ups.ts';
import { defaultQuery } from './query/default-query.ts';
import { displayText } from './query/display-text.ts';
import { isComplete } from './query/clean-query.ts';
import { runQueries } from './query/run-queries.ts';
import { toServiceTarget } from './query/to-service.ts';
import { type TaskmasterQuery, type TaskmasterSettings } from './types.ts';
import { findValues } from './variables/find-values.ts';

/** Asks the service through Grafana's server, which holds the tokens. */
export class DataSource extends DataSourceWithBackend<TaskmasterQuery, TaskmasterSettings> {
  readonly lookUps: LookUps;

  // One parameter, declared here: Grafana 11 takes a class without it for an Angular one.
  constructor(settings: DataSourceInstanceSettings<TaskmasterSettings>) {
    super(settings);
    this.annotations = eventAnnotations;
    this.lookUps = new LookUps(async (path, parameters) => this.getResource(path, parameters));
  }

  override getDefaultQuery(app: CoreApp): Partial<TaskmasterQuery> {
    return defaultQuery(app);
  }

  override getQueryDisplayText(target: TaskmasterQuery): string {
    return displayText(target);
  }

  override filterQuery(target: TaskmasterQuery): boolean {
    return !target.hide && isComplete(target);
  }

  override applyTemplateVariables(
    target: TaskmasterQuery,
    scopedVars: ScopedVars,
    filters?: AdHocVariableFilter[]
  ): TaskmasterQuery {
    return toServiceTarget(target, getTemplateSrv(), scopedVars, filters);
  }

  override query(request: DataQueryRequest<TaskmasterQuery>): Observable<DataQueryResponse> {
    return runQueries(request, this, (asked) => super.query(asked));
  }

  /** Values of a dashboard variable: a look-up such as `runs($project)`. */
  override async metricFindQuery(query: unknown, options?: LegacyMetricFindQueryOptions): Promise<MetricFindValue[]> {
    return findValues(query, this.lookUps, getTemplateSrv(), options);
  }

  override async getTagKeys(): Promise<MetricFindValue[]> {
    const labels = await this.lookUps.find('labels', {});
    return labels.map(({ value, label }) => ({ value, text: label }));
  }

  override async getTagValues({ key }: { key: string }): Promise<MetricFindValue[]> {
    const values = await this.lookUps.find('label-values', { label: key });
    return values.map(({ value, label }) => ({ value, text: label }));
  }
}
