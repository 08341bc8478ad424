import { describe, expect, it } from 'vitest';
import { QUERY_SCHEMAS, type QueryType } from '../../../contract/queries.ts';
import { QUERY_FIELDS, QUERY_TYPES } from './query-types.ts';

describe('query types', () => {
  it('are those of the contract', () => {
    expect([...QUERY_TYPES].sort()).toEqual(Object.keys(QUERY_SCHEMAS).sort());
  });

  it.each(QUERY_TYPES)('%s takes the fields the contract names', (type: QueryType) => {
    const { properties } = QUERY_SCHEMAS[type] as { properties: Record<string, unknown> };
    expect([...QUERY_FIELDS[type]].sort()).toEqual(Object.keys(properties).sort());
  });
});
