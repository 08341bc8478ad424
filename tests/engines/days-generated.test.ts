import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type MetricPoint, type MetricQuery } from '../../backend/src/telemetry/types.ts';
import { midnightIn } from './support/local-days.ts';
import { rounds } from './support/rounds.ts';
import { differences, type MetricTwins, metricTwins } from './support/twins.ts';

/**
 * Grafana sends the days of its user's calendar as moments: in half the world they begin at odd hours, and around the change of
 * clocks they have 23 or 25 of them (Europe, in these days). Points stay where UTC has them, in both stores alike.
 */

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const FIRST = Date.UTC(2026, 9, 22);
const DAYS = 6; // the clocks change on the 25th

let twins: MetricTwins;
beforeAll(async () => {
  twins = await metricTwins(FIRST + DAYS * DAY);
  await twins.write([...counters(), ...gauges()]);
});
afterAll(() => twins.stop());

function counters(): MetricPoint[] {
  const points: MetricPoint[] = [];
  for (const [n, session] of ['s-a', 's-b'].entries()) {
    let value = 0;
    for (let at = FIRST + n * 7 * MINUTE; at < FIRST + DAYS * DAY; at += 10 * MINUTE) {
      value += 1 + ((at / MINUTE) % 13);
      const rest = { kind: 'counter', temporality: 'cumulative', labels: {}, startAt: FIRST - 1 } as const;
      points.push({ name: 'day.tokens', ...rest, at, value, origin: { session } });
    }
  }
  return points;
}

function gauges(): MetricPoint[] {
  const length = (DAYS * DAY) / (5 * MINUTE);
  return Array.from({ length }, (_, i) => ({ i, at: FIRST + i * 5 * MINUTE }))
    .filter(({ i }) => i % 400 < 300) // a night's gap now and then
    .map(({ i, at }) => ({
      name: 'day.load',
      kind: 'gauge',
      labels: {},
      at,
      value: Math.sin(i / 50) * 10,
      origin: {},
    }));
}

it('whole days of calendars in every zone', async () => {
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...Intl.supportedValuesOf('timeZone')),
      fc.integer({ min: 1, max: DAYS - 2 }),
      fc.integer({ min: 1, max: 2 }),
      fc.constantFrom(['day.tokens', 'increase'], ['day.tokens', 'rate'], ['day.load', 'avg'], ['day.load', 'max']),
      fc.constantFrom(15 * MINUTE, 60 * MINUTE, 6 * 60 * MINUTE, DAY),
      async (zone, day, days, [metric = '', aggregation], stepMs) => {
        const midnight = (i: number) => midnightIn(zone, FIRST + i * DAY);
        const range = { from: midnight(day), to: Math.min(midnight(day + days), FIRST + DAYS * DAY) };
        for (const instant of [false, true]) {
          const query: MetricQuery = {
            metric,
            aggregation: aggregation as MetricQuery['aggregation'],
            groupBy: [],
            filters: [],
            range,
            stepMs,
            instant,
            limit: 10,
          };
          const [embedded, remote] = await twins.ask(query);
          expect(differences(embedded, remote, 1e-7), `${zone}: ${JSON.stringify(query)}`).toEqual([]);
          compared += embedded.series.length;
        }
      }
    ),
    { ...rounds(2), examples: [['Europe/Berlin', 3, 1, ['day.tokens', 'increase'], 60 * MINUTE]] }
  );
  expect(compared, 'a comparison of nothing says nothing').toBeGreaterThan(rounds().numRuns);
});

it('days have the lengths that calendars give them', () => {
  const hours = (zone: string, day: number) =>
    (midnightIn(zone, Date.UTC(2026, 9, day + 1)) - midnightIn(zone, Date.UTC(2026, 9, day))) / 3_600_000;
  expect([hours('Europe/Berlin', 24), hours('Europe/Berlin', 25)]).toEqual([24, 25]);
  expect(new Date(midnightIn('Asia/Kathmandu', Date.UTC(2026, 9, 25))).toISOString()).toBe('2026-10-24T18:15:00.000Z');
});
