import { describe, expect, it } from 'vitest';
import { activeRange } from './quiet.ts';

const HOUR = 3_600_000;
const shown = { from: 100 * HOUR, to: 101 * HOUR };

describe('the range in which something happened', () => {
  it('is offered where the one shown is quiet', () => {
    const range = activeRange(shown, 50 * HOUR, { startedAt: 47 * HOUR, endedAt: 50 * HOUR });
    expect(range!.from).toBeLessThan(47 * HOUR);
    expect(range!.to).toBeGreaterThan(50 * HOUR);
    expect(range!.to - range!.from).toBeLessThan(3.5 * HOUR);
  });

  it('is the last hour of activity where no run is known', () => {
    const range = activeRange(shown, 50 * HOUR, undefined);
    expect(range!.from).toBeLessThanOrEqual(49 * HOUR);
    expect(range!.to).toBeGreaterThan(50 * HOUR);
  });

  it('is not offered where something happened, or never anything', () => {
    expect(activeRange(shown, 100.5 * HOUR, undefined)).toBeUndefined();
    expect(activeRange(shown, null, undefined)).toBeUndefined();
  });
});
