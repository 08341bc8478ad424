import { expect, it } from 'vitest';
import { playDay } from './day/day.ts';

/** `npm run bench:alerts` plays the whole day. */
const HOURS = Number(process.env.ALERT_HOURS ?? 3);

it(`${HOURS} noisy but healthy hours stay under two alerts an hour`, { timeout: 3_600_000 }, async () => {
  const { alarms, events, evaluations } = await playDay({ hours: HOURS, seed: 1 });
  expect(evaluations).toBe(HOURS * 60);
  expect(events).toBeGreaterThan(HOURS * 1000);
  process.stdout.write(`${alarms.length} alarms, ${events} events: ${JSON.stringify(alarms)}\n`);
  expect(alarms.length / HOURS).toBeLessThan(2);
});
