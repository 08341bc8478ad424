/** Days, hours and months in UTC. A day or hour is numbered from the epoch; all times are epoch milliseconds. */

export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

/** Number of the day that holds `at`: [day·24 h, (day+1)·24 h). */
export function dayOf(at: number): number {
  return Math.floor(at / DAY_MS);
}

/**
 * Number of the period of `size` ms that holds a metric sample: (n·size, (n+1)·size].
 * Open on the left, as PromQL's windows are, so that a roll-up bucket and a step window hold the same samples.
 */
export function bucketOf(at: number, size: number): number {
  return Math.ceil(at / size) - 1;
}

/** `2026-11-21` of a day's number. */
export function dayName(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** The day's number of `2026-11-21`, or undefined where the text is no such date. */
export function parseDay(name: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(name)) {
    return undefined;
  }
  const at = Date.parse(`${name}T00:00:00Z`);
  return Number.isNaN(at) || dayName(at / DAY_MS) !== name ? undefined : at / DAY_MS;
}

/** First instant of the UTC month that holds the day. */
export function monthStart(day: number): number {
  const date = new Date(day * DAY_MS);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
}

/** Number of the month's first day, counted as days are. */
export function monthDay(day: number): number {
  return monthStart(day) / DAY_MS;
}

/** Number of days of the month that begins on that day. */
export function monthDays(firstDay: number): number {
  const date = new Date(firstDay * DAY_MS);
  return (Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1) - date.getTime()) / DAY_MS;
}

/** Epoch ms a file can be asked about: nothing before 1970 or after 2200 is taken for a real time. */
export const LATEST = Date.UTC(2200, 0, 1);
export function isTime(at: number): boolean {
  return at > 0 && at < LATEST;
}
