import { type DataQuery } from '@grafana/schema';
import { type LabelFilter } from '../../../contract/queries.ts';
import { type TaskmasterQuery } from '../types.ts';

const TRACE_ID = /^[0-9a-f]{16,32}$/i;
/** `name`, or `name{label="value", …}`: what the builder can say too. */
const SELECTOR = /^\s*([a-zA-Z_:][\w:]*)\s*(?:\{([^{}]*)\})?\s*$/;
const MATCHER = /\s*([a-zA-Z_]\w*)\s*(=~|!~|!=|=)\s*"((?:[^"\\]|\\.)*)"\s*(?:,|$)/gy;

function filtersOf(text: string): LabelFilter[] | undefined {
  const found = [...text.matchAll(MATCHER)];
  const read = found.reduce((length, [whole]) => length + whole.length, 0);
  return read === text.length
    ? found.map(([, label, op, value]) => ({
        label: label!,
        op: op as LabelFilter['op'],
        value: value!.replaceAll(/\\(.)/g, '$1'),
      }))
    : undefined;
}

function fromPromql(expr: string): Pick<TaskmasterQuery, 'queryType' | 'query'> {
  const [, metric, inside = ''] = SELECTOR.exec(expr) ?? [];
  const filters = filtersOf(inside);
  return metric === undefined || filters === undefined
    ? { queryType: 'metric', query: { raw: expr } }
    : { queryType: 'metric', query: { metric, ...(filters.length > 0 ? { filters } : {}) } };
}

/** A query of another data source as far as ours can say the same; undefined where it cannot. */
export function importQuery(foreign: DataQuery): TaskmasterQuery | undefined {
  const { refId, expr, query, queryType } = foreign as DataQuery & { expr?: unknown; query?: unknown };
  if (typeof expr === 'string' && expr.trim() !== '' && queryType !== 'range') {
    return { refId, ...fromPromql(expr) };
  }
  if (typeof query === 'string' && TRACE_ID.test(query.trim())) {
    return { refId, queryType: 'traces', query: { traceId: query.trim().toLowerCase() } };
  }
  return undefined;
}
