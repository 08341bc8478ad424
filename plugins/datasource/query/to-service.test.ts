import Schema from 'typebox/schema';
import { describe, expect, it } from 'vitest';
import { QUERY_SCHEMAS, type QueryType } from '../../../contract/queries.ts';
import { templatesOf } from '../testing/templates.ts';
import { defaultQuery } from './default-query.ts';
import { displayText } from './display-text.ts';
import { EXAMPLES } from './examples.ts';
import { isComplete, switchType } from './clean-query.ts';
import { QUERY_TYPES } from './query-types.ts';
import { toServiceTarget } from './to-service.ts';

const templates = templatesOf({ project: 'shop' });
const send = (queryType: string, query: Record<string, unknown>, adHoc = {}) =>
  toServiceTarget({ refId: 'A', queryType, query }, templates, {}, Object.values(adHoc)).query;

describe('what is sent to the service', () => {
  it('has no field its type does not take, and nothing empty', () => {
    expect(send('runs', { project: '$project', tag: 'x', status: ['done'], source: '', limit: 5 })).toEqual({
      project: 'shop',
      limit: 5,
    });
  });

  it('sends PromQL alone', () => {
    expect(
      send('metric', { raw: 'up', metric: 'm', filters: [{ label: 'a', op: '=', value: 'b' }], limit: 3 })
    ).toEqual({
      raw: 'up',
      limit: 3,
    });
  });

  it('adds ad-hoc filters where filters are taken', () => {
    const adHoc = [
      { key: 'model', operator: '=', value: 'opus' },
      { key: 'type', operator: '=|', value: 'a', values: ['a', 'b'] },
      { key: 'n', operator: '<', value: '5' },
    ];
    expect(send('metric', { metric: 'm' }, adHoc)?.filters).toEqual([
      { label: 'model', op: '=', value: 'opus' },
      { label: 'type', op: '=~', value: 'a|b' },
    ]);
    expect(send('tasks', {}, adHoc)).toEqual({});
    expect(send('metric', { raw: 'up' }, adHoc)).toEqual({ raw: 'up' });
  });

  it.each(QUERY_TYPES)('is what the contract takes after a switch to %s', (type: QueryType) => {
    const all = Object.assign({}, ...QUERY_TYPES.map((one) => sample(one))) as Record<string, unknown>;
    const { query } = toServiceTarget(switchType({ refId: 'A', queryType: 'tasks', query: all }, type), templates);
    expect([...Schema.Compile(QUERY_SCHEMAS[type]).Errors(query)[1]]).toEqual([]);
  });

  it('keeps what both types know when the type is switched', () => {
    const before = { refId: 'A', queryType: 'tasks', query: { project: 'shop', status: ['done'], limit: 3 } };
    expect(switchType(before, 'runs')).toEqual({ refId: 'A', queryType: 'runs', query: { project: 'shop', limit: 3 } });
  });

  it('knows when there is not enough to ask', () => {
    expect(isComplete({ queryType: 'metric', query: {} })).toBe(false);
    expect(isComplete({ queryType: 'metric', query: { raw: 'up' } })).toBe(true);
    expect(isComplete({ queryType: 'tasks' })).toBe(true);
    expect(isComplete({ queryType: 'nonsense' })).toBe(false);
    expect(isComplete({ ...defaultQuery() })).toBe(true);
  });

  it('has examples the contract takes, and a line for each', () => {
    for (const { target } of EXAMPLES) {
      const type = target.queryType as QueryType;
      expect([...Schema.Compile(QUERY_SCHEMAS[type]).Errors(target.query)[1]]).toEqual([]);
      expect(displayText({ refId: 'A', ...target })).not.toBe('');
    }
    expect(
      displayText({
        refId: 'A',
        queryType: 'metric',
        query: { metric: 'm', filters: [{ label: 'a', op: '!=', value: 'b' }] },
      })
    ).toBe('Metric · metric=m · a!=b');
  });
});

/** A value for every field of a type. */
function sample(type: QueryType): Record<string, unknown> {
  const { properties } = QUERY_SCHEMAS[type] as unknown as {
    properties: Record<string, { type?: string; enum?: string[] }>;
  };
  return Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => [
      name,
      name === 'filters'
        ? [{ label: 'a', op: '=', value: 'b' }]
        : (schema.enum?.[0] ?? { array: ['done'], integer: 1, number: 1, boolean: true }[schema.type ?? ''] ?? 'text'),
    ])
  );
}
