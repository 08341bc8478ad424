import { expect, it } from 'vitest';
import { summaryOf } from '../bench/eta/estimate.ts';
import { simulatedRun } from '../bench/eta/simulated.ts';

const RUNS = 60;

/** `npm run bench:eta` is the whole of it; seeds are fixed, so the shares are the same each time. */
it('is neither too hopeful nor too careful where several tasks run at once and differ much', () => {
  const scenario = { name: 'four at once', tasks: 60, parallel: 4, sigma: 1, failing: 0 };
  const { within50, within80, estimates } = summaryOf(
    Array.from({ length: RUNS }, (_, seed) => simulatedRun(scenario, seed + 1)).flat()
  );
  expect(estimates).toBe(3 * RUNS);
  expect(within50).toBeGreaterThan(43);
  expect(within50).toBeLessThan(60);
  expect(within80).toBeGreaterThan(70);
});
