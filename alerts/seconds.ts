import { type Duration } from './types.ts';

const UNITS: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** `5m` as seconds. */
export function seconds(duration: Duration): number {
  return Number(duration.slice(0, -1)) * UNITS[duration.slice(-1)]!;
}
