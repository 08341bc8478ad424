import { type LegacyMetricFindQueryOptions, type MetricFindValue } from '@grafana/data';
import { TASK_STATUSES } from '../../../contract/status.ts';
import { type LookUpName, type LookUpParameters, type LookUps } from '../lookups/look-ups.ts';
import { interpolateQuery, type Templates } from '../query/interpolate.ts';
import { type LookUp, type LookUpFunction, parseLookUp } from './look-up-text.ts';

const ROUTES: Record<Exclude<LookUpFunction, 'statuses'>, LookUpName> = {
  projects: 'projects',
  tags: 'tags',
  runs: 'runs',
  tasks: 'tasks',
  sessions: 'sessions',
  agents: 'agents',
  event_types: 'event-types',
  metrics: 'metrics',
  labels: 'labels',
  label_values: 'label-values',
  services: 'services',
  operations: 'operations',
};

/** Look-ups whose answer depends on the time range. */
const IN_RANGE: ReadonlySet<LookUpFunction> = new Set(['metrics', 'labels', 'label_values', 'services', 'operations']);
const MOST = 1000;

/** The text of a variable's query: written as it is, or inside an object as some versions of Grafana keep it. */
export function textOfVariable(query: unknown): string {
  if (typeof query === 'string') {
    return query;
  }
  const inside = (query as { query?: unknown; __legacyStringValue?: unknown } | null) ?? {};
  return typeof inside.query === 'string' ? inside.query : String(inside.__legacyStringValue ?? '');
}

function parametersOf({ name, parameters }: LookUp, templates: Templates, options?: LegacyMetricFindQueryOptions) {
  const filled = interpolateQuery(parameters, templates, options?.scopedVars ?? {}) as LookUpParameters;
  const range = options?.range;
  const search = (options as { searchFilter?: string } | undefined)?.searchFilter;
  return {
    ...filled,
    ...(IN_RANGE.has(name) && range ? { from: range.from.valueOf(), to: range.to.valueOf() } : {}),
    ...(search ? { search } : {}),
    limit: MOST,
  };
}

/** Values of a dashboard variable. Rejects with a sentence where the text is no look-up or the service cannot answer. */
export async function findValues(
  query: unknown,
  lookUps: Pick<LookUps, 'find'>,
  templates: Templates,
  options?: LegacyMetricFindQueryOptions
): Promise<MetricFindValue[]> {
  const text = textOfVariable(query);
  if (text.trim() === '') {
    return [];
  }
  const lookUp = parseLookUp(text);
  if ('problem' in lookUp) {
    throw new Error(lookUp.problem);
  }
  if (lookUp.name === 'statuses') {
    return TASK_STATUSES.map((status) => ({ value: status, text: status }));
  }
  const found = await lookUps.find(ROUTES[lookUp.name], parametersOf(lookUp, templates, options));
  return found.map(({ value, label }) => ({ value, text: label }));
}
