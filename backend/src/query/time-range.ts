import { type TimeRange } from '../telemetry/types.ts';
import { QueryError } from './errors.ts';

/** Where a query says nothing: the last six hours, Grafana's own default. */
const DEFAULT_FROM_MS = 6 * 3600_000;

const UNITS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

const STEP = /^(?:([+-])(\d+)(ms|[smhdwMQy])|\/([smhdwMQy]))/;

/** Adds calendar months or years in UTC; the day is cut to the length of the month (31 March − 1 month = 28 February). */
function addMonths(time: number, months: number): number {
  const date = new Date(time);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  const length = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, length));
  return date.getTime();
}

function add(time: number, count: number, unit: string): number {
  const fixed = UNITS[unit];
  if (fixed !== undefined) {
    return time + count * fixed;
  }
  return addMonths(time, count * (unit === 'y' ? 12 : unit === 'Q' ? 3 : 1));
}

/** Start of the unit a time lies in, UTC; weeks begin on Monday. */
function startOf(time: number, unit: string): number {
  const date = new Date(time);
  switch (unit) {
    case 'w': {
      const day = Math.floor(time / UNITS.d!) * UNITS.d!;
      return day - ((date.getUTCDay() + 6) % 7) * UNITS.d!;
    }
    case 'M':
      return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
    case 'Q':
      return Date.UTC(date.getUTCFullYear(), Math.floor(date.getUTCMonth() / 3) * 3, 1);
    case 'y':
      return Date.UTC(date.getUTCFullYear(), 0, 1);
    default:
      return Math.floor(time / UNITS[unit]!) * UNITS[unit]!;
  }
}

/** `now`, `now-6h`, `now-1d/d`: steps are taken from left to right; an end is rounded up, as Grafana does. */
function parseRelative(text: string, now: number, end: boolean): number | undefined {
  let time = now;
  let rest = text.slice('now'.length);
  while (rest !== '') {
    const match = STEP.exec(rest);
    if (!match) {
      return undefined;
    }
    const [whole, sign, count, unit, round] = match;
    if (round !== undefined) {
      time = end ? add(startOf(time, round), 1, round) - 1 : startOf(time, round);
    } else {
      time = add(time, (sign === '-' ? -1 : 1) * Number(count), unit!);
    }
    rest = rest.slice(whole.length);
  }
  return time;
}

/** Epoch ms of what a query says: a number, digits, ISO 8601, or Grafana's relative form. Throws a 400 that names the field. */
export function parseInstant(value: number | string, now: number, field: string, end = false): number {
  let time: number | undefined;
  if (typeof value === 'number') {
    time = value;
  } else if (/^-?\d+(\.\d+)?$/.test(value)) {
    time = Number(value);
  } else if (value.startsWith('now')) {
    time = parseRelative(value, now, end);
  } else {
    time = Date.parse(value);
  }
  if (time === undefined || !Number.isFinite(time) || Math.abs(time) > 8.64e15) {
    throw new QueryError(
      `${field} must be epoch milliseconds, an ISO 8601 time or a relative time such as now-6h; it is '${String(value)}'.`
    );
  }
  return Math.round(time);
}

/** The range of one query; `from` after `to` is an error that names both. */
export function parseRange(range: { from: number | string; to: number | string } | undefined, now: number): TimeRange {
  if (!range) {
    return { from: now - DEFAULT_FROM_MS, to: now };
  }
  const from = parseInstant(range.from, now, 'timeRange.from');
  const to = parseInstant(range.to, now, 'timeRange.to', true);
  if (from > to) {
    throw new QueryError(
      `timeRange.from (${new Date(from).toISOString()}) must not be after timeRange.to (${new Date(to).toISOString()}).`
    );
  }
  return { from, to };
}
