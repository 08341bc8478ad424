import { type DataQuery } from '@grafana/schema';
import {
  type DataFrame,
  type DataSourceInstanceSettings,
  type DataSourceJsonData,
  type MetricFindValue,
  type ScopedVars,
  type TimeRange,
} from '@grafana/data';
import { DataSourceWithBackend, getBackendSrv, getTemplateSrv, toDataQueryResponse } from '@grafana/runtime';
import { lastValueFrom } from 'rxjs';

/** A dashboard target: what the service is asked stands inside `query`. */
export interface Target extends DataQuery {
  query?: Record<string, unknown>;
}

/** `projects()`, `runs($project)`, `tasks($run)`: what a dashboard variable may ask for. */
const LOOK_UP = /^\s*(projects|runs|tasks)\s*\(\s*([^)]*?)\s*\)\s*$/;
const PARAMETER: Record<string, string> = { runs: 'project', tasks: 'run' };

function interpolate(value: unknown, scopedVars: ScopedVars): unknown {
  if (typeof value === 'string') {
    return getTemplateSrv().replace(value, scopedVars);
  }
  if (Array.isArray(value)) {
    return value.flatMap((one) => interpolate(one, scopedVars));
  }
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value).map(([key, one]) => [key, interpolate(one, scopedVars)] as const);
    // An empty variable means "not restricted", which the service says by leaving the field out.
    return Object.fromEntries(entries.filter(([, one]) => one !== ''));
  }
  return value;
}

/** The rows of a frame as choices, in its order; projects without a task come last, so that a page opens on one with tasks. */
function toChoices(frame: DataFrame | undefined): MetricFindValue[] {
  const values = frame?.fields.find(({ name }) => name === 'id');
  const texts = frame?.fields.find(({ name }) => name === 'name' || name === 'title') ?? values;
  const tasks = frame?.fields.find(({ name }) => name === 'tasks');
  return (values?.values ?? [])
    .map((value: unknown, row: number) => ({
      value: String(value),
      text: String(texts?.values[row] ?? value),
      empty: tasks?.values[row] === 0,
    }))
    .sort((a: { empty: boolean }, b: { empty: boolean }) => Number(a.empty) - Number(b.empty))
    .map(({ value, text }: { value: string; text: string }) => ({ value, text }));
}

/**
 * Stands in for the bundle's datasource until that is built: passes a panel's queries to the service and its frames
 * back, and answers the look-ups of dashboard variables.
 */
export class Forwarder extends DataSourceWithBackend<Target, DataSourceJsonData> {
  constructor(settings: DataSourceInstanceSettings) {
    super(settings);
  }

  override filterQuery(target: Target): boolean {
    return !target.hide && Boolean(target.queryType);
  }

  override applyTemplateVariables(target: Target, scopedVars: ScopedVars): Target {
    return { ...target, query: interpolate(target.query ?? {}, scopedVars) as Record<string, unknown> };
  }

  override async metricFindQuery(
    query: unknown,
    options?: { range?: TimeRange; scopedVars?: ScopedVars }
  ): Promise<MetricFindValue[]> {
    const text = typeof query === 'string' ? query : String((query as { query?: unknown } | null)?.query ?? '');
    const match = LOOK_UP.exec(text);
    if (!match) {
      throw new Error(`"${text}" is no look-up. Known are projects(), runs(project) and tasks(run).`);
    }
    const [, queryType, argument] = match as unknown as [string, string, string];
    const parameter = PARAMETER[queryType];
    const value = getTemplateSrv().replace(argument, options?.scopedVars);
    const answer = await lastValueFrom(
      getBackendSrv().fetch({
        url: '/api/ds/query',
        method: 'POST',
        data: {
          from: options?.range?.from.valueOf().toString(),
          to: options?.range?.to.valueOf().toString(),
          queries: [{ refId: 'look-up', queryType, query: parameter && value ? { [parameter]: value } : {} }],
        },
      })
    );
    const { data, error } = toDataQueryResponse(answer as Parameters<typeof toDataQueryResponse>[0]);
    if (error) {
      throw new Error(error.message ?? `The look-up ${text} failed.`);
    }
    return toChoices(data[0] as DataFrame | undefined);
  }
}
