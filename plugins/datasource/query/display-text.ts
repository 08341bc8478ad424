import { type LabelFilter } from '../../../contract/queries.ts';
import { type TaskmasterQuery } from '../types.ts';
import { withoutEmpty } from './clean-query.ts';
import { isQueryType, QUERY_TYPE_TEXTS } from './query-types.ts';

function textOf(name: string, value: unknown): string {
  if (name === 'filters') {
    return (value as LabelFilter[]).map((filter) => `${filter.label}${filter.op}${filter.value}`).join(', ');
  }
  return `${name}=${Array.isArray(value) ? value.join('|') : String(value)}`;
}

/** A query in one line, for lists of queries and Explore's history. */
export function displayText({ queryType, query }: TaskmasterQuery): string {
  if (!isQueryType(queryType)) {
    return '';
  }
  const fields = Object.entries(withoutEmpty(query ?? {})).map(([name, value]) => textOf(name, value));
  return [QUERY_TYPE_TEXTS[queryType].label, ...fields].join(' · ');
}
