import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type MetricPoint, type MetricQuery } from '../../backend/src/telemetry/types.ts';
import { rounds } from './support/rounds.ts';
import { differences, type MetricTwins, metricTwins } from './support/twins.ts';

const START = Date.UTC(2026, 10, 20, 9, 0, 0);
const HOUR = 3_600_000;
const BOUNDS = [0.1, 1, 5, 30];

let twins: MetricTwins;
let names = 0;
beforeAll(async () => {
  twins = await metricTwins(START + 4 * HOUR);
});
afterAll(() => twins.stop());

/** What a session observed: most exports bring nothing new, and there are pauses. */
const stream = fc.record({
  exports: fc.array(
    fc.record({
      distance: fc.oneof(
        { weight: 8, arbitrary: fc.integer({ min: 1000, max: 90_000 }) },
        fc.integer({ min: 90_001, max: 1_200_000 })
      ),
      observed: fc.oneof(
        { weight: 3, arbitrary: fc.constant<number[]>([]) },
        fc.array(fc.double({ min: 0.001, max: 60, noNaN: true }), { minLength: 1, maxLength: 6 })
      ),
    }),
    { minLength: 1, maxLength: 60 }
  ),
  begins: fc.integer({ min: 0, max: HOUR / 2 }),
  tool: fc.constantFrom('Bash', 'Edit'),
});
type Stream = typeof stream extends fc.Arbitrary<infer T> ? T : never;

function pointsOf(name: string, streams: Stream[]): MetricPoint[] {
  return streams.flatMap(({ exports, begins, tool }, n) => {
    const counts = [...BOUNDS.map(() => 0), 0];
    let [at, sum] = [START + begins, 0];
    return exports.map(({ distance, observed }): MetricPoint => {
      at += distance;
      for (const value of observed) {
        const place = BOUNDS.findIndex((bound) => value <= bound);
        counts[place < 0 ? BOUNDS.length : place]! += 1;
        sum += value;
      }
      const count = counts.reduce((a, b) => a + b, 0);
      return {
        name,
        unit: 's',
        kind: 'histogram',
        temporality: 'cumulative',
        labels: { tool },
        startAt: START + begins,
        at,
        histogram: { count, sum, bounds: BOUNDS, counts: [...counts] },
        origin: { session: `s${n}` },
      };
    });
  });
}

const question = fc.record({
  aggregation: fc.constantFrom<Array<MetricQuery['aggregation']>>(
    'increase',
    'rate',
    'count',
    'sum',
    'avg',
    'p50',
    'p95',
    'p99'
  ),
  groupBy: fc.subarray(['tool', 'session']),
  stepMs: fc.constantFrom(15_000, 60_000, 300_000, 900_000),
  from: fc.integer({ min: 0, max: HOUR }),
  length: fc.integer({ min: 60_000, max: 2 * HOUR }),
  instant: fc.boolean(),
});

it('generated sparse histograms, asked in every way', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(stream, { minLength: 1, maxLength: 4 }),
      fc.array(question, { minLength: 6, maxLength: 12 }),
      async (streams, questions) => {
        const metric = `sparse.n${names++}`;
        await twins.write(pointsOf(metric, streams));
        for (const { from, length, ...rest } of questions) {
          const begin = START + Math.floor(from / 5000) * 5000;
          const range = { from: begin, to: begin + Math.floor(length / 5000) * 5000 };
          const query: MetricQuery = { metric, filters: [], ...rest, range, limit: 100 };
          const [embedded, remote] = await twins.ask(query);
          expect(differences(embedded, remote, 1e-6), JSON.stringify(query)).toEqual([]);
        }
      }
    ),
    { ...rounds(), endOnFailure: true }
  );
});
