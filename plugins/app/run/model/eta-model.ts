import { type StatusRow } from '../rows.ts';

/** When the work will be done, or why nobody can say. */
export type EtaView =
  | { kind: 'range'; p50: number; p80: number; basis: string }
  | { kind: 'done' }
  | { kind: 'empty' }
  | { kind: 'unknown'; why: string };

export function etaView({ total, done, etaP50, etaP80, etaBasis }: StatusRow): EtaView {
  if (total === 0) {
    return { kind: 'empty' };
  }
  if (done === total) {
    return { kind: 'done' };
  }
  return etaP50 === null || etaP80 === null
    ? { kind: 'unknown', why: etaBasis }
    : { kind: 'range', p50: etaP50, p80: etaP80, basis: etaBasis };
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** One number of a distance and its unit: precise enough for a forecast. */
function distance(ms: number): [value: number, unit: string] {
  if (ms < 90 * 1000) {
    return [Math.max(1, Math.round(ms / 1000)), 's'];
  }
  if (ms < 90 * MINUTE_MS) {
    return [Math.round(ms / MINUTE_MS), 'min'];
  }
  if (ms < 36 * HOUR_MS) {
    return [Math.round((ms / HOUR_MS) * 2) / 2, 'h'];
  }
  return [Math.round(ms / DAY_MS), 'd'];
}

/** How far away the two moments are, as a person would say it: `in 25–50 min`, `in 1.5 h – 2 d`, `any moment`. */
export function etaDistance(p50: number, p80: number, now: number): string {
  if (p80 <= now) {
    return 'any moment';
  }
  const [near, nearUnit] = distance(Math.max(0, p50 - now));
  const [far, farUnit] = distance(p80 - now);
  if (p50 <= now) {
    return `within ${far} ${farUnit}`;
  }
  if (nearUnit !== farUnit) {
    return `in ${near} ${nearUnit} – ${far} ${farUnit}`;
  }
  return near === far ? `in ${near} ${nearUnit}` : `in ${near}–${far} ${farUnit}`;
}

/** Clock time of a moment in the reader's zone, with the day where it is not today's; seconds where it is very near. */
export function etaClock(at: number, now: number): string {
  const date = new Date(at);
  const seconds = Math.abs(at - now) < 10 * MINUTE_MS ? ({ second: '2-digit' } as const) : {};
  const time = date.toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit', ...seconds });
  if (date.toDateString() === new Date(now).toDateString()) {
    return time;
  }
  return `${date.toLocaleDateString(undefined, { weekday: 'short', day: 'numeric', month: 'short' })} ${time}`;
}
