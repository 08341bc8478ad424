import { type QueryFixAction } from '@grafana/data';
import { type LabelFilter } from '../../../contract/queries.ts';
import { type TaskmasterQuery } from '../types.ts';

/** Labels of log lines that the service has a field of its own for. */
const FIELDS: Record<string, string> = {
  'service.name': 'service',
  'session.id': 'session',
  'event.name': 'eventName',
};

const filtersOf = ({ query }: TaskmasterQuery) => (query?.filters as LabelFilter[] | undefined) ?? [];

/** A query with what was clicked on in log details: keep only lines with this value, or without it. */
export function modifyQuery(target: TaskmasterQuery, { type, options }: QueryFixAction): TaskmasterQuery {
  const { key, value } = options ?? {};
  if (!key || value === undefined || (type !== 'ADD_FILTER' && type !== 'ADD_FILTER_OUT')) {
    return target;
  }
  const field = FIELDS[key];
  if (field !== undefined && type === 'ADD_FILTER') {
    return { ...target, query: { ...target.query, [field]: value } };
  }
  const op: LabelFilter['op'] = type === 'ADD_FILTER' ? '=' : '!=';
  const others = filtersOf(target).filter((one) => one.label !== key || one.value !== value);
  return { ...target, query: { ...target.query, filters: [...others, { label: key, op, value }] } };
}
