import { describe, expect, it } from 'vitest';
import { attributes, nanos } from '../../../../tests/fixtures/otlp/attributes.ts';
import { T0 } from '../../../../tests/fixtures/otlp/claude-code.ts';
import { decode } from '../../../../tests/fixtures/otlp/decode.ts';
import { toProtobuf } from '../../../../tests/fixtures/otlp/protobuf.ts';

const metric = (fields: object, resource: object = {}) => ({
  resourceMetrics: [{ resource, scopeMetrics: [{ metrics: [fields] }] }],
});

describe('metrics', () => {
  const point = { timeUnixNano: nanos(T0), startTimeUnixNano: nanos(T0 - 1000) };

  it('tell counters from gauges, and delta from cumulative', () => {
    const kinds = [
      { sum: { aggregationTemporality: 1, isMonotonic: true, dataPoints: [{ ...point, asInt: '5' }] } },
      { sum: { aggregationTemporality: 2, isMonotonic: true, dataPoints: [{ ...point, asInt: 5 }] } },
      { sum: { aggregationTemporality: 2, dataPoints: [{ ...point, asInt: -5 }] } },
      { sum: { aggregationTemporality: 1, dataPoints: [{ ...point, asDouble: -5 }] } },
      { gauge: { dataPoints: [{ ...point, asDouble: 0.5 }] } },
    ].map((data) => {
      const request = metric({ name: 'm', ...data });
      const [record] = decode('otlp-metrics', request).metrics;
      expect(decode('otlp-metrics', toProtobuf('metrics', request)).metrics[0]).toEqual(record);
      return [record?.kind, record?.temporality, record?.value];
    });
    expect(kinds).toEqual([
      ['counter', 'delta', 5],
      ['counter', 'cumulative', 5],
      ['gauge', undefined, -5],
      ['counter', 'delta', -5],
      ['gauge', undefined, 0.5],
    ]);
  });

  it('read histograms of both kinds and summaries', () => {
    const request = {
      resourceMetrics: [
        {
          scopeMetrics: [
            {
              metrics: [
                {
                  name: 'h',
                  unit: 's',
                  histogram: {
                    aggregationTemporality: 2,
                    dataPoints: [
                      { ...point, count: '3', sum: 6, bucketCounts: ['1', 2], explicitBounds: [1], min: 0.5, max: 4 },
                    ],
                  },
                },
                { name: 'plain', histogram: { dataPoints: [{ ...point, count: 2, sum: 3 }] } },
                {
                  name: 'e',
                  exponentialHistogram: {
                    aggregationTemporality: 1,
                    dataPoints: [
                      {
                        ...point,
                        count: 3,
                        sum: 10,
                        scale: 0,
                        zeroCount: 1,
                        positive: { offset: 1, bucketCounts: ['0', '2'] },
                        negative: { offset: -1, bucketCounts: [0] },
                      },
                    ],
                  },
                },
                {
                  name: 's',
                  summary: {
                    dataPoints: [{ ...point, count: 4, sum: 8, quantileValues: [{ quantile: 0.99, value: 5 }] }],
                  },
                },
              ],
            },
          ],
        },
      ],
    };
    const { metrics, rejected } = decode('otlp-metrics', request);
    expect(rejected).toEqual([]);
    expect(decode('otlp-metrics', toProtobuf('metrics', request)).metrics).toEqual(metrics);
    expect(metrics.map(({ name, kind }) => [name, kind])).toEqual([
      ['h', 'histogram'],
      ['plain', 'histogram'],
      ['e', 'histogram'],
      ['s_count', 'counter'],
      ['s_sum', 'counter'],
      ['s', 'gauge'],
    ]);
    expect(metrics[0]?.histogram).toEqual({ count: 3, sum: 6, bounds: [1], counts: [1, 2], min: 0.5, max: 4 });
    expect(metrics[1]?.histogram).toEqual({ count: 2, sum: 3, bounds: [], counts: [2] });
    expect(metrics[2]?.histogram).toMatchObject({ bounds: [0, 4, 8], counts: [1, 0, 2, 0] });
    expect(metrics[5]).toMatchObject({ value: 5, labels: { quantile: '0.99' } });
  });

  it('refuse what is no number, and pass over what says it has no value', () => {
    const request = metric({
      name: 'g',
      gauge: {
        dataPoints: [{ ...point, asDouble: 'NaN' }, { ...point, flags: 1 }, { ...point }, { ...point, asDouble: 1 }],
      },
    });
    const { metrics, rejected } = decode('otlp-metrics', request);
    expect(metrics.map(({ value }) => value)).toEqual([1]);
    expect(rejected).toHaveLength(2);
    expect(rejected[0]?.message).toBe("value: a finite number was expected in metric 'g'");
  });

  it('label points with their attributes and what of the resource tells series apart', () => {
    const resource = {
      attributes: attributes({ 'service.name': 'shop', 'os.type': 'linux', 'taskmaster.task.id': '5.2' }),
    };
    const dataPoints = [
      { ...point, asInt: 1, attributes: attributes({ code: 200, 'user.email': 'a@b.c', empty: '' }) },
    ];
    const { metrics } = decode('otlp-metrics', metric({ name: 'g', gauge: { dataPoints } }, resource));
    expect(metrics[0]?.labels).toEqual({ 'service.name': 'shop', 'taskmaster.task.id': '5.2', code: '200' });
    expect(metrics[0]?.origin).toEqual({ service: 'shop', taskId: '5.2' });
  });
});
