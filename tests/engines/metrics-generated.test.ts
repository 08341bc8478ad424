import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type MetricPoint, type MetricQuery } from '../../backend/src/telemetry/types.ts';
import { rounds } from './support/rounds.ts';
import { differences, type MetricTwins, metricTwins } from './support/twins.ts';

const START = Date.UTC(2026, 10, 20, 9, 0, 0);
const HOUR = 3_600_000;

let twins: MetricTwins;
let names = 0;
beforeAll(async () => {
  twins = await metricTwins(START + 4 * HOUR);
});
afterAll(() => twins.stop());

/**
 * A stream: distances of its samples (gaps among them), what each adds, and where it restarts. Restarts are rare and
 * high, so that no window holds two and none overtakes its old peak: what then differs stands in metrics-differ.test.ts.
 */
const stream = fc.record({
  steps: fc.array(
    fc.record({
      distance: fc.oneof(
        { weight: 9, arbitrary: fc.integer({ min: 1, max: 90_000 }) },
        fc.integer({ min: 90_001, max: 1_200_000 })
      ),
      adds: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 10 }), fc.double({ min: 0.001, max: 10, noNaN: true })),
    }),
    { minLength: 1, maxLength: 80 }
  ),
  begins: fc.integer({ min: 0, max: HOUR / 2 }),
  first: fc.integer({ min: 0, max: 5000 }),
  restart: fc.option(fc.integer({ min: 1, max: 79 })),
  type: fc.constantFrom('a', 'b', ''),
  project: fc.constantFrom('p1', 'p2', undefined),
});

function pointsOf(
  name: string,
  kind: 'counter' | 'gauge',
  streams: Array<typeof stream extends fc.Arbitrary<infer T> ? T : never>
): MetricPoint[] {
  return streams.flatMap(({ steps, begins, first, restart, type, project }, n) => {
    let at = START + begins;
    let value = kind === 'counter' && restart !== null ? 5000 + first : first;
    return steps.map(({ distance, adds }, i): MetricPoint => {
      at += distance;
      value = i === restart ? adds : kind === 'gauge' ? adds * (i % 2 ? 1 : -1) : value + adds;
      return {
        name,
        kind,
        ...(kind === 'counter' ? { temporality: 'cumulative', startAt: START + begins } : {}),
        labels: { ...(type ? { type } : {}), n: String(n) },
        at,
        value,
        origin: { session: `s${n}`, ...(project ? { project } : {}) },
      };
    });
  });
}

const question = fc.record({
  aggregation: fc.constantFrom('increase', 'rate', 'sum', 'last', 'count', 'avg', 'min', 'max') as fc.Arbitrary<
    MetricQuery['aggregation']
  >,
  groupBy: fc.subarray(['type', 'session', 'project']),
  stepMs: fc.constantFrom(1000, 15_000, 40_000, 60_000, 300_000),
  from: fc.integer({ min: 0, max: 2 * HOUR }),
  length: fc.integer({ min: 60_000, max: HOUR }),
  instant: fc.boolean(),
  filters: fc.constantFrom<MetricQuery['filters']>(
    [],
    [{ label: 'type', op: '=', value: '' }],
    [{ label: 'project', op: '!=', value: 'p1' }]
  ),
});

it('generated counters and gauges, some of it late or said twice, asked in every way', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('counter', 'gauge'),
      fc.array(stream, { minLength: 1, maxLength: 4 }),
      fc.array(question, { minLength: 6, maxLength: 12 }),
      fc.constantFrom(0, 0, 2, 5),
      fc.constantFrom(0, 0, 3),
      async (kind, streams, questions, late, twice) => {
        const metric = `generated.n${names++}`;
        const points = pointsOf(metric, kind, streams);
        await twins.write(points.filter((_, i) => late === 0 || i % late !== 0));
        await twins.write(points.filter((_, i) => late !== 0 && i % late === 0)); // late, behind what came after
        await twins.write(points.filter((_, i) => twice !== 0 && i % twice === 0)); // said once more
        for (const { from, length, instant, ...rest } of questions) {
          // Whole steps of 5 s, as instant questions are asked; ranges of an hour at most keep restarts apart.
          const begin = START + Math.floor(from / 5000) * 5000;
          const range = { from: begin, to: begin + Math.floor(length / 5000) * 5000 };
          const query: MetricQuery = { metric, ...rest, range, instant, limit: 1000 };
          const [embedded, remote] = await twins.ask(query);
          expect(differences(embedded, remote, 1e-7), JSON.stringify(query)).toEqual([]);
        }
      }
    ),
    rounds()
  );
});

it('generated numbers of series, more than are shown', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 100, max: 3000 }),
      fc.integer({ min: 1, max: 150 }),
      fc.constantFrom<MetricQuery['aggregation']>('max', 'sum', 'last', 'count'),
      async (count, limit, aggregation) => {
        const metric = `generated.n${names++}`;
        const points = Array.from({ length: count }, (_, i): MetricPoint => {
          const [id, group] = [`i${i}`, `g${i % 97}`];
          const at = START + 60_000 + (i % 7) * 10_000;
          return { name: metric, kind: 'gauge', labels: { id, group }, at, value: (i * 7919) % 10_007, origin: {} };
        });
        await twins.write(points);
        const range = { from: START, to: START + 600_000 };
        for (const groupBy of [['id'], ['group'], []]) {
          const rest = { filters: [], stepMs: 60_000, instant: false, limit };
          const [embedded, remote] = await twins.ask({ metric, aggregation, groupBy, range, ...rest });
          expect(differences(embedded, remote, 1e-7)).toEqual([]);
          expect(remote.notices).toEqual(embedded.notices);
        }
      }
    ),
    rounds(0.2)
  );
});
