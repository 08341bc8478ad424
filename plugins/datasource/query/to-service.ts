import { type AdHocVariableFilter, type ScopedVars } from '@grafana/data';
import { type LabelFilter } from '../../../contract/queries.ts';
import { type TaskmasterQuery } from '../types.ts';
import { fieldsOfType, withoutEmpty } from './clean-query.ts';
import { interpolateQuery, type Templates } from './interpolate.ts';
import { isQueryType, QUERY_FIELDS } from './query-types.ts';

/** What PromQL does not say itself. */
const BESIDE_RAW = new Set(['raw', 'instant', 'limit']);
const OPERATORS: Record<string, LabelFilter['op']> = {
  '=': '=',
  '!=': '!=',
  '=~': '=~',
  '!~': '!~',
  '=|': '=~',
  '!=|': '!~',
};

type AdHoc = Pick<AdHocVariableFilter, 'key' | 'operator' | 'value'> & { values?: string[] };

function toFilter({ key, operator, value, values }: AdHoc): LabelFilter[] {
  const op = OPERATORS[operator];
  const several = operator.endsWith('|') && values !== undefined;
  return op === undefined || key === '' ? [] : [{ label: key, op, value: several ? values.join('|') : value }];
}

/** A target as the service is asked it: only fields its type takes, variables and ad-hoc filters filled in. */
export function toServiceTarget(
  target: TaskmasterQuery,
  templates: Templates,
  scopedVars: ScopedVars = {},
  adHoc: readonly AdHoc[] = []
): TaskmasterQuery {
  const { queryType } = target;
  if (!isQueryType(queryType)) {
    return target;
  }
  const fields = withoutEmpty(fieldsOfType(queryType, target.query ?? {}));
  const isRaw = queryType === 'metric' && fields.raw !== undefined;
  const asked = isRaw ? Object.fromEntries(Object.entries(fields).filter(([name]) => BESIDE_RAW.has(name))) : fields;
  const query = interpolateQuery(asked, templates, scopedVars);
  const takesFilters = !isRaw && (QUERY_FIELDS[queryType] as readonly string[]).includes('filters');
  const more = takesFilters ? adHoc.flatMap(toFilter) : [];
  if (more.length > 0) {
    query.filters = [...((query.filters as LabelFilter[] | undefined) ?? []), ...more];
  }
  return { ...target, query };
}
