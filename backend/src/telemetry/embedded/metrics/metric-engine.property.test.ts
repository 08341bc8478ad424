import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type MetricPoint, type MetricQuery } from '../../types.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../shared/days.ts';
import { naiveQuery } from '../testing/naive-metrics.ts';
import { testStore } from '../testing/folder.ts';

const MIDNIGHT = Date.UTC(2026, 10, 21);
/** Two hours before midnight to six after. */
const BEGIN = MIDNIGHT - 2 * HOUR_MS;
const LENGTH = 8 * HOUR_MS;
const STEPS = [10_000, 30_000, MINUTE_MS, 2 * MINUTE_MS, 5 * MINUTE_MS, 15 * MINUTE_MS, HOUR_MS, 2 * HOUR_MS];

/** Times on a coarse grid half of the time: so that samples fall on the same instant and on the edges of windows. */
const at = fc.oneof(
  fc.integer({ min: 1, max: LENGTH }).map((offset) => BEGIN + offset),
  fc.integer({ min: 1, max: LENGTH / (10 * MINUTE_MS) }).map((n) => BEGIN + n * 10 * MINUTE_MS),
  fc.integer({ min: 0, max: 90 }).map((n) => MIDNIGHT - 5000 + n * 1000)
);
const labels = fc.record({ host: fc.constantFrom('a', 'b'), job: fc.constantFrom('x', 'y') });
const startAt = fc.constantFrom(BEGIN - HOUR_MS, BEGIN - 1, BEGIN - 3 * HOUR_MS, undefined);

const scalar = (kind: 'counter' | 'gauge', temporality?: 'delta' | 'cumulative') =>
  fc
    .record({ labels, at, startAt, value: fc.integer({ min: 0, max: 100 }) })
    .map((one): MetricPoint => ({ ...one, name: 'm', kind, temporality, origin: {} }));
const histogram = (temporality: 'delta' | 'cumulative') =>
  fc
    .record({ labels, at, startAt, counts: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 4, maxLength: 4 }) })
    .map(({ counts, ...one }): MetricPoint => ({
      ...one,
      name: 'm',
      kind: 'histogram',
      temporality,
      histogram: {
        counts,
        bounds: [1, 2, 5],
        count: counts.reduce((a, b) => a + b, 0),
        sum: counts.reduce((sum, n, i) => sum + n * [1, 2, 4, 8][i]!, 0),
        min: 1,
        max: 8,
      },
      origin: {},
    }));
const points = fc
  .constantFrom(
    scalar('counter', 'delta'),
    scalar('counter', 'cumulative'),
    scalar('gauge'),
    histogram('delta'),
    histogram('cumulative')
  )
  .chain((one) => fc.array(one, { minLength: 1, maxLength: 80 }));

const query = fc
  .record({
    aggregation: fc.constantFrom<Array<MetricQuery['aggregation']>>(
      'rate',
      'increase',
      'sum',
      'avg',
      'min',
      'max',
      'last',
      'count',
      'p50',
      'p95'
    ),
    groupBy: fc.constantFrom<string[][]>([], ['host'], ['host', 'job']),
    stepMs: fc.constantFrom(...STEPS),
    instant: fc.boolean(),
    from: fc.integer({ min: BEGIN, max: BEGIN + LENGTH }),
    length: fc.integer({ min: MINUTE_MS, max: LENGTH }),
  })
  .map(({ from, length, ...one }): MetricQuery => ({
    ...one,
    metric: 'm',
    filters: [],
    range: { from, to: from + length },
    limit: 100,
  }));

/** How far maintenance has come between the writes. */
const maintenance = fc.constantFrom('never', 'sorted', 'folded');

test('every aggregation agrees with a naive reading of all points, however they arrived and were kept', async () => {
  await fc.assert(
    fc.asyncProperty(
      points,
      fc.integer({ min: 1, max: 5 }),
      maintenance,
      fc.boolean(),
      fc.array(query, { minLength: 1, maxLength: 4 }),
      async (all, parts, kept, restart, queries) => {
        const store = testStore(BEGIN + LENGTH + (kept === 'folded' ? DAY_MS / 2 : 0));
        try {
          const size = Math.ceil(all.length / parts);
          for (let i = 0; i < all.length; i += size) {
            store.write({ metrics: all.slice(i, i + size) });
            if (kept !== 'never') {
              store.clock.now += 2 * MINUTE_MS;
              store.maintain();
            }
            if (restart) {
              store.restart();
            }
          }
          for (const one of queries) {
            if (all[0]!.kind === 'gauge' && (one.aggregation === 'rate' || one.aggregation === 'increase')) {
              continue;
            }
            const { series } = await store.reader.metrics.query(one);
            expect(rounded(series)).toEqual(rounded(naiveQuery(all, one)));
          }
        } finally {
          store.remove();
        }
      }
    ),
    { numRuns: Number(process.env['FUZZ_RUNS'] ?? 40) }
  );
}, 120_000);

/** What is known of each series, in few words, so that a difference can be read. */
function rounded(series: ReturnType<typeof naiveQuery>): unknown {
  return series.map(({ labels: group, times, values }) => ({
    group,
    points: times.length,
    known: values.flatMap((value, i) => (value === null ? [] : [`${times[i]! - MIDNIGHT}: ${value.toPrecision(9)}`])),
  }));
}
