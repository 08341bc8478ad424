import { expect, it } from 'vitest';
import { Answering } from '../answers/testing/products.ts';
import { type MetricQuery } from '../types.ts';
import { PrometheusApi } from './api.ts';
import { PrometheusMetrics } from './metric-engine.ts';

const AT = Date.UTC(2026, 10, 20, 9, 0, 0);
const STEP = 60_000;
const range = { from: AT, to: AT + 9 * STEP };
const settings = { labels: {}, deltas: [], counters: [], increase: 'exact' as const, sampleMs: STEP };

/** A server with one gauge, whose series are these. */
function engineWith(...result: unknown[]): PrometheusMetrics {
  const success = (data: unknown) => JSON.stringify({ status: 'success', data });
  const answer = (path: string) => {
    if (path.endsWith('query_range')) {
      return success({ resultType: 'matrix', result });
    }
    if (path.endsWith('/metadata')) {
      return success({ load: [{ type: 'gauge', unit: '', help: '' }] });
    }
    return path.endsWith('/query') ? success({ resultType: 'vector', result: [] }) : success(['load']);
  };
  return new PrometheusMetrics(new PrometheusApi(new Answering('Prometheus', answer)), settings);
}

const query: MetricQuery = {
  metric: 'load',
  aggregation: 'last',
  groupBy: [],
  filters: [],
  range,
  stepMs: STEP,
  instant: false,
  limit: 10,
};

it('names that every object has are labels like any other', async () => {
  const values = [[AT / 1000, '1']];
  const named = JSON.parse('{"__proto__":"p","constructor":"c","tool":"b"}') as Record<string, string>;
  const engine = engineWith({ metric: { tool: 'a' }, values }, { metric: named, values });
  const { series } = await engine.query({ ...query, groupBy: ['__proto__', 'constructor', 'toString', 'tool'] });
  expect(series.map(({ labels }) => Object.entries(labels).join())).toEqual([
    '__proto__,p,constructor,c,tool,b',
    'tool,a',
  ]);
});

it('what Prometheus would not write as a number is a gap', async () => {
  const texts = ['', ' 7 ', '0x10', 'NaN', '+Inf', 'Infinity', '1e+06', '-0.5', '7'];
  const { series } = await engineWith({ metric: {}, values: texts.map((text, i) => [AT / 1000 + i * 60, text]) }).query(
    query
  );
  expect(series[0]?.values.slice(0, texts.length)).toEqual([null, null, null, null, null, null, 1e6, -0.5, 7]);
});
