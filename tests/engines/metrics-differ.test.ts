import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Aggregation } from '#contract/queries.ts';
import { type MetricPoint, type MetricQuery } from '../../backend/src/telemetry/types.ts';
import { writeSeries } from './support/remote-write.ts';
import { differences, type MetricTwins, metricTwins } from './support/twins.ts';

/** Where the embedded store and Prometheus cannot agree, and by how much: each of these stands in docs/engines.md. */

const MINUTE = 60_000;
const START = Date.UTC(2026, 10, 20, 9, 0, 0);
const END = START + 2 * 3_600_000;

let twins: MetricTwins;
beforeAll(async () => {
  twins = await metricTwins(END);
});
afterAll(() => twins.stop());

function ask(more: Partial<MetricQuery> & { metric: string; aggregation: Aggregation }): MetricQuery {
  return {
    groupBy: [],
    filters: [],
    range: { from: START, to: END },
    stepMs: 5 * MINUTE,
    instant: false,
    limit: 5000,
    ...more,
  };
}

const counter = (name: string, minutes: number, value: number, more: Partial<MetricPoint> = {}): MetricPoint => ({
  name,
  kind: 'counter',
  temporality: 'cumulative',
  labels: {},
  at: START + minutes * MINUTE,
  startAt: START,
  value,
  origin: { session: 's' },
  ...more,
});

const total = (answer: { series: Array<{ values: Array<number | null> }> }) =>
  answer.series.flatMap(({ values }) => values).reduce<number>((sum, value) => sum + (value ?? 0), 0);

describe('counters', () => {
  it('a first sample counts only where the series names a session: Prometheus does not say when counting began', async () => {
    const points = [1, 2, 3].map((i) => counter('no.session', i, 10 * i, { origin: {} }));
    await twins.write([...points, ...[1, 2, 3].map((i) => counter('with.session', i, 10 * i))]);
    const apart = await twins.ask(ask({ metric: 'no.session', aggregation: 'increase' }));
    expect(apart.map(total)).toEqual([30, 20]);
    const same = await twins.ask(ask({ metric: 'with.session', aggregation: 'increase' }));
    expect(same.map(total)).toEqual([30, 30]);
  });

  it('several restarts in one window are left to PromQL, which extrapolates', async () => {
    await twins.write([100, 150, 10, 60, 5, 50].map((value, i) => counter('restarts', 10 + i, value)));
    const [embedded, remote] = await twins.ask(
      ask({ metric: 'restarts', aggregation: 'increase', stepMs: 15 * MINUTE })
    );
    expect(total(embedded)).toBe(260);
    // From the window's first sample on (160 of it), stretched to the window's edges: at most a half sample's distance each.
    expect(total(remote)).toBeGreaterThan(150);
    expect(total(remote)).toBeLessThan(260);
    const [a, b] = await twins.ask(ask({ metric: 'restarts', aggregation: 'increase', stepMs: MINUTE }));
    expect(differences(a, b)).toEqual([]);
  });

  it('percentiles of what samples added cannot be told, which a notice says', async () => {
    const [embedded, remote] = await twins.ask(ask({ metric: 'restarts', aggregation: 'p95' }));
    expect(embedded.series).toHaveLength(1);
    expect(remote.series).toEqual([]);
    expect(remote.notices[0]?.text).toContain('Prometheus cannot tell p95');
  });

  it('of two samples of one moment Prometheus keeps the first, the embedded store the last', async () => {
    await twins.write([counter('twice', 1, 10), counter('twice', 2, 20)]);
    await expect(twins.write([counter('twice', 2, 25)])).rejects.toThrow(/duplicate sample/);
    const [embedded, remote] = await twins.ask(ask({ metric: 'twice', aggregation: 'max' }));
    expect([embedded, remote].map(({ series }) => series[0]?.values.find((value) => value !== null))).toEqual([25, 20]);
  });

  it('late samples are the same where Prometheus takes them (out_of_order_time_window)', async () => {
    await twins.write([counter('late', 1, 10), counter('late', 60, 600)]);
    await twins.write([counter('late', 30, 300), counter('late', 20, 200)]);
    for (const aggregation of ['increase', 'last', 'count'] as const) {
      const [embedded, remote] = await twins.ask(ask({ metric: 'late', aggregation }));
      expect(differences(embedded, remote)).toEqual([]);
    }
  });
});

describe('gauges', () => {
  it('a percentile over several series is one of their percentiles', async () => {
    const gauge = (host: string, i: number, value: number): MetricPoint => ({
      name: 'spread',
      kind: 'gauge',
      labels: { host },
      at: START + i * MINUTE,
      value,
      origin: {},
    });
    await twins.write([1, 2, 3, 4].flatMap((i) => [gauge('a', i, i), gauge('b', i, 100 * i)]));
    const values = (await twins.ask(ask({ metric: 'spread', aggregation: 'p50' }))).map(({ series }) =>
      series[0]?.values.find((value) => value !== null)
    );
    expect(values).toEqual([52, 126.25]);
  });
});

describe('histograms', () => {
  it('their extremes are not kept; the last mean is that of the last five minutes', async () => {
    const at = (i: number, count: number, sum: number): MetricPoint => ({
      name: 'extremes',
      unit: 's',
      kind: 'histogram',
      temporality: 'delta',
      labels: {},
      startAt: START + (i - 1) * MINUTE,
      at: START + i * MINUTE,
      histogram: { count, sum, min: 0.5, max: 3, bounds: [1, 2], counts: [count, 0, 0] },
      origin: { session: 's' },
    });
    await twins.write([at(1, 1, 1), at(2, 1, 1), at(3, 2, 6)]);
    const [embedded, remote] = await twins.ask(ask({ metric: 'extremes', aggregation: 'max' }));
    expect([embedded.series.length, remote.series.length]).toEqual([1, 0]);
    expect(remote.notices[0]?.text).toContain('does not keep the max');
    const last = await twins.ask(ask({ metric: 'extremes', aggregation: 'last' }));
    expect(last.map(({ series }) => series[0]?.values.find((value) => value !== null))).toEqual([3, 2]);
  });

  it('native ones are understood; their increase is PromQL’s', async () => {
    const histograms = Array.from({ length: 21 }, (_, i) => ({
      countInt: 30 * i,
      sum: 45 * i,
      schema: 0,
      zeroThreshold: 0.001,
      zeroCountInt: 0,
      positiveSpans: [{ offset: 0, length: 2 }], // (0.5, 1] and (1, 2]
      positiveDeltas: [10 * i, 10 * i],
      timestamp: START + i * MINUTE,
    }));
    await writeSeries(twins.server.url, [
      { labels: { __name__: 'native_seconds', tool: 'x' }, samples: [], histograms },
    ]);
    const range = { from: START + 5 * MINUTE, to: START + 20 * MINUTE };
    const of = async (aggregation: Aggregation) => {
      const { series, kind } = await twins.engine.query(
        ask({ metric: 'native', aggregation, range, groupBy: ['tool'] })
      );
      expect(kind).toBe('histogram');
      return series[0]?.values.at(-1);
    };
    expect(await of('increase')).toBeCloseTo(150, 2);
    expect(await of('rate')).toBeCloseTo(0.5, 4);
    expect(await of('avg')).toBeCloseTo(1.5, 6);
    expect(await of('p50')).toBeGreaterThan(1);
    expect(await of('p50')).toBeLessThan(2);
  });
});

describe('many series', () => {
  it('five thousand: the limit’s largest, with a notice', async () => {
    const points = Array.from({ length: 5000 }, (_, i) => counter('many', 1 + (i % 3), i, { labels: { id: `i${i}` } }));
    await twins.write(points);
    const query = ask({ metric: 'many', aggregation: 'last', groupBy: ['id'], limit: 20 });
    const [embedded, remote] = await twins.ask(query);
    expect(remote.series).toHaveLength(20);
    expect(differences(embedded, remote)).toEqual([]);
    expect(remote.notices).toEqual(embedded.notices);
    const [all, same] = await twins.ask({ ...query, groupBy: [], aggregation: 'sum' });
    expect(differences(all, same)).toEqual([]);
  });
});
