import {
  type AdHocVariableFilter,
  type CoreApp,
  type DataQueryRequest,
  type DataQueryResponse,
  type DataSourceInstanceSettings,
  type DataSourceWithLogsContextSupport,
  type DataSourceWithSupplementaryQueriesSupport,
  type LegacyMetricFindQueryOptions,
  type LogRowContextOptions,
  type LogRowModel,
  type MetricFindValue,
  type QueryFixAction,
  type ScopedVars,
  type SupplementaryQueryOptions,
  SupplementaryQueryType,
} from '@grafana/data';
import { config, DataSourceWithBackend, getTemplateSrv } from '@grafana/runtime';
import { type DataQuery } from '@grafana/schema';
import { lastValueFrom, type Observable } from 'rxjs';
import { eventAnnotations } from './annotations/event-annotations.ts';
import { importQuery } from './explore/import-queries.ts';
import { contextQuery, contextRequest } from './explore/log-context.ts';
import { volumeQuery, volumeRequest } from './explore/logs-volume.ts';
import { modifyQuery } from './explore/modify-query.ts';
import { signalsOf } from './live/signals.ts';
import { LookUps } from './lookups/look-ups.ts';
import { defaultQuery } from './query/default-query.ts';
import { displayText } from './query/display-text.ts';
import { isComplete } from './query/clean-query.ts';
import { runQueries } from './query/run-queries.ts';
import { toServiceTarget } from './query/to-service.ts';
import { type TaskmasterQuery, type TaskmasterSettings } from './types.ts';
import { findValues } from './variables/find-values.ts';

/** Asks the service through Grafana's server, which holds the tokens. */
export class DataSource
  extends DataSourceWithBackend<TaskmasterQuery, TaskmasterSettings>
  implements
    DataSourceWithSupplementaryQueriesSupport<TaskmasterQuery>,
    DataSourceWithLogsContextSupport<TaskmasterQuery>
{
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
    // Our own page says in its settings that it is not Grafana.
    const withoutExplore = (config as { taskmasterPage?: boolean }).taskmasterPage === true;
    return runQueries(request, (asked) => super.query(asked), {
      source: { uid: this.uid, name: this.name, withoutExplore },
      templates: getTemplateSrv(),
      signals: (path) => signalsOf(this.uid, path),
    });
  }

  getSupportedSupplementaryQueryTypes(): SupplementaryQueryType[] {
    return [SupplementaryQueryType.LogsVolume];
  }

  getSupplementaryQuery(options: SupplementaryQueryOptions, target: TaskmasterQuery): TaskmasterQuery | undefined {
    return volumeQuery(options, target);
  }

  getSupplementaryRequest(type: SupplementaryQueryType, request: DataQueryRequest<TaskmasterQuery>) {
    return volumeRequest(type, request);
  }

  async getLogRowContext(row: LogRowModel, options?: LogRowContextOptions): Promise<DataQueryResponse> {
    return lastValueFrom(this.query(contextRequest(row, options)));
  }

  async getLogRowContextQuery(row: LogRowModel, options?: LogRowContextOptions): Promise<TaskmasterQuery> {
    return Promise.resolve(contextQuery(row, options));
  }

  override modifyQuery(target: TaskmasterQuery, action: QueryFixAction): TaskmasterQuery {
    return modifyQuery(target, action);
  }

  /** Queries of another data source, when Explore is switched to this one. */
  override async importQueries(queries: DataQuery[]): Promise<TaskmasterQuery[]> {
    return Promise.resolve(queries.flatMap((query) => importQuery(query) ?? []));
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
