import { DAY_MS, HOUR_MS, MINUTE_MS } from '../shared/days.ts';

/**
 * The roll-ups, finest first. `tier` names the files they live in: `raw` beside the samples (one file a day), `5m` (one
 * file a day), `1h` (one file a month); a tier's files are deleted together. `chunk` is what one stored row holds.
 */
export interface Resolution {
  name: '1m' | '5m' | '15m' | '1h' | '6h' | '24h';
  ms: number;
  tier: 'raw' | '5m' | '1h';
  chunk: 'hour' | 'day' | 'month';
}

export const RESOLUTIONS: readonly Resolution[] = [
  { name: '1m', ms: MINUTE_MS, tier: 'raw', chunk: 'hour' },
  { name: '5m', ms: 5 * MINUTE_MS, tier: '5m', chunk: 'day' },
  { name: '15m', ms: 15 * MINUTE_MS, tier: '5m', chunk: 'day' },
  { name: '1h', ms: HOUR_MS, tier: '1h', chunk: 'day' },
  { name: '6h', ms: 6 * HOUR_MS, tier: '1h', chunk: 'month' },
  { name: '24h', ms: DAY_MS, tier: '1h', chunk: 'month' },
];

export function resolution(name: Resolution['name']): Resolution {
  const found = RESOLUTIONS.find((one) => one.name === name);
  if (!found) {
    throw new Error(`No roll-up is called ${name}.`);
  }
  return found;
}

/** Table of a resolution's chunks in its tier's files. */
export function tableOf(one: Resolution): string {
  return `rollup_${one.name}`;
}

/** Rows of one series lie together: `series × 32 + slot`, the slot being the hour of the day or the day of the month. */
export const SLOTS = 32;
