import { type QueryType } from '../../../contract/queries.ts';
import { isQueryType, QUERY_FIELDS } from './query-types.ts';

type Fields = Record<string, unknown>;

const isEmpty = (value: unknown) =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);

/** Leaves out what says nothing: no text, no list and no filter of nothing is sent. */
export function withoutEmpty(query: Fields): Fields {
  return Object.fromEntries(
    Object.entries(query)
      .map(([name, value]): [string, unknown] => [
        name,
        Array.isArray(value) ? value.filter((one) => !isEmpty(one)) : value,
      ])
      .filter(([, value]) => !isEmpty(value))
  );
}

/** The fields a query type takes; others, left from another type or written by hand, would be refused by the service. */
export function fieldsOfType(type: QueryType, query: Fields): Fields {
  const known = new Set<string>(QUERY_FIELDS[type]);
  return Object.fromEntries(Object.entries(query).filter(([name]) => known.has(name)));
}

/** The same question of another type: what both types know stays. */
export function switchType<T extends { queryType?: string; query?: Fields }>(target: T, type: QueryType): T {
  return { ...target, queryType: type, query: fieldsOfType(type, target.query ?? {}) };
}

/** Whether there is enough to ask: a metric query needs a name or a text of its own. */
export function isComplete({ queryType, query }: { queryType?: string; query?: Fields }): boolean {
  if (!isQueryType(queryType)) {
    return false;
  }
  return queryType !== 'metric' || !isEmpty(query?.metric) || !isEmpty(query?.raw);
}
