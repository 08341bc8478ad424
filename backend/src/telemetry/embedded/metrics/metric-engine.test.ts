import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type MetricPoint, type MetricQuery } from '../../types.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../shared/days.ts';
import { type TestStore, testStore } from '../testing/folder.ts';

const NOW = Date.UTC(2026, 10, 21, 12);
let store: TestStore;
beforeEach(() => {
  store = testStore(NOW);
});
afterEach(() => store.remove());

const point = (more: Partial<MetricPoint>): MetricPoint => ({
  name: 'm',
  kind: 'counter',
  temporality: 'delta',
  labels: {},
  at: NOW - MINUTE_MS,
  value: 1,
  origin: {},
  ...more,
});
const query = (more: Partial<MetricQuery> = {}) =>
  store.reader.metrics.query({
    metric: 'm',
    aggregation: 'increase',
    groupBy: [],
    filters: [],
    range: { from: NOW - HOUR_MS, to: NOW },
    stepMs: MINUTE_MS,
    instant: true,
    limit: 10,
    ...more,
  });

describe('counters', () => {
  test('of processes that share all labels are told apart by their start', async () => {
    const labels = { 'session.id': 's' };
    const process = (startAt: number, from: number) =>
      Array.from({ length: 10 }, (_, i) =>
        point({ temporality: 'cumulative', labels, startAt, at: NOW - 20 * MINUTE_MS + i * MINUTE_MS, value: from + i })
      );
    store.write({ metrics: [...process(NOW - 30 * MINUTE_MS, 100), ...process(NOW - 21 * MINUTE_MS, 1)] });
    const { series } = await query();
    expect(series[0]?.values).toEqual([109 + 10]);
  });

  test('that began long before they were first seen add only what is seen', async () => {
    const cumulative = { temporality: 'cumulative' as const, startAt: NOW - 3 * DAY_MS };
    store.write({
      metrics: [
        point({ ...cumulative, at: NOW - 2000, value: 1e6 }),
        point({ ...cumulative, at: NOW - 1000, value: 1e6 + 5 }),
      ],
    });
    expect((await query()).series[0]?.values).toEqual([5]);
  });
});

describe('an answer', () => {
  test('has the unit and kind, and no more series than asked for: the largest, and a notice', async () => {
    store.write({
      metrics: Array.from({ length: 20 }, (_, i) => point({ labels: { i: String(i) }, value: i, unit: 's' })),
    });
    const { series, notices, unit, kind } = await query({ groupBy: ['i'], limit: 3 });
    expect(series.map(({ labels }) => labels['i'])).toEqual(['17', '18', '19']);
    expect(notices[0]?.text).toContain('20 series match');
    expect([unit, kind]).toEqual(['s', 'counter']);
  });

  test('takes label filters as PromQL does, and origin fields as labels', async () => {
    store.write({
      metrics: [
        point({ labels: { host: 'web-1' }, value: 1, origin: { project: 'p', session: 's1' } }),
        point({ labels: { host: 'db-1' }, value: 10, origin: { project: 'q' } }),
        point({ labels: {}, value: 100, origin: { project: 'p', session: 's2' } }),
      ],
    });
    const value = async (more: Partial<MetricQuery>) => (await query(more)).series[0]?.values[0];
    expect(await value({ filters: [{ label: 'host', op: '=~', value: 'web' }] })).toBeUndefined();
    expect(await value({ filters: [{ label: 'host', op: '=~', value: 'web.*|db-\\d' }] })).toBe(11);
    expect(await value({ filters: [{ label: 'host', op: '!=', value: 'web-1' }] })).toBe(110);
    expect(await value({ filters: [{ label: 'host', op: '=', value: '' }] })).toBe(100);
    expect(await value({ filters: [{ label: 'project', op: '=', value: 'p' }] })).toBe(101);
    expect(await value({ sessions: ['s2'] })).toBe(100);
    expect(await value({ project: 'q' })).toBe(10);
  });

  test('to a pattern that cannot be read is a sentence; a hostile one is quick', async () => {
    store.write({ metrics: [point({ labels: { host: 'a'.repeat(3000) } })] });
    await expect(query({ filters: [{ label: 'host', op: '=~', value: '(' }] })).rejects.toThrow('cannot be read');
    const { series } = await query({ filters: [{ label: 'host', op: '=~', value: '(a+)+b' }] });
    expect(series).toEqual([]);
  });

  test('about a gauge has no rate, and says so; raw PromQL is refused', async () => {
    store.write({ metrics: [point({ kind: 'gauge', temporality: undefined })] });
    expect((await query({ aggregation: 'rate' })).notices[0]?.text).toContain('is a gauge');
    await expect(store.reader.metrics.raw('up', { from: 0, to: 1 }, 1)).rejects.toThrow('Prometheus');
  });

  test('that goes back beyond the samples has the step of what is kept', async () => {
    const at = NOW - 10 * DAY_MS;
    store.write({ metrics: [point({ at, value: 3 }), point({ value: 4 })] });
    store.maintain();
    const range = { from: at - HOUR_MS, to: NOW };
    const { series, notices } = await query({ range, instant: false, stepMs: 80_000 });
    const { times, values } = series[0]!;
    expect(times[1]! - times[0]!).toBe(5 * MINUTE_MS);
    expect(values.filter((value) => value !== null)).toEqual([3, 4]);
    expect(notices).toEqual([]);
  });
});

describe('the catalogue', () => {
  test('names metrics, labels and values of a range', async () => {
    store.write({
      metrics: [
        point({ labels: { host: 'a' }, description: 'What', origin: { project: 'p' } }),
        point({ name: 'other', at: NOW - 3 * DAY_MS }),
      ],
    });
    const { metrics } = store.reader;
    const today = { from: NOW - HOUR_MS, to: NOW };
    expect(await metrics.metrics(today)).toMatchObject([{ name: 'm', kind: 'counter', description: 'What' }]);
    expect((await metrics.metrics({ from: 0, to: NOW }, 'OTH')).map(({ name }) => name)).toEqual(['other']);
    expect(await metrics.labels(today, 'm')).toEqual(['host', 'project']);
    expect(await metrics.labelValues(today, 'host')).toEqual(['a']);
    expect(await metrics.labelValues(today, 'project', 'm')).toEqual(['p']);
  });
});
