import { type QueryEnvelope } from '#contract/queries.ts';

/**
 * Dashboards ask for ranges such as “the last 30 minutes”, each viewer by a clock of its own: the same question at a
 * hundred different milliseconds. Here they become the same one.
 */

/**
 * How far the end of such a range may be from our present: clocks differ, and on a busy machine requests wait. Were it short, those
 * that wait would each be answered alone, and all wait longer.
 */
const LIVE_MS = 60_000;
/** Ranges of dashboards are whole minutes long; one that somebody chose by hand hardly ever is. */
const WHOLE_MS = 60_000;
const SECOND_MS = 1000;
/** What servers are asked changes this often. */
const REMOTE_MS = 5000;

/**
 * The query with a moving range put to the next full second, or for servers (`remote`) to the next multiple of five: its
 * length stays, and nothing new is missing. PromQL's points are of moments, which are not asked for before they come: there
 * it is the last one. Any other range stays as it is.
 */
export function settled(envelope: QueryEnvelope, now: number, remote: boolean): QueryEnvelope {
  const { timeRange, query } = envelope;
  if (!timeRange) {
    return envelope;
  }
  const { from, to } = timeRange;
  if (typeof from !== 'number' || typeof to !== 'number' || Math.abs(now - to) > LIVE_MS) {
    return envelope;
  }
  const length = to - from;
  if (length < WHOLE_MS || length % WHOLE_MS !== 0) {
    return envelope;
  }
  const grain = remote ? REMOTE_MS : SECOND_MS;
  const promql = Boolean((query as { raw?: unknown } | undefined)?.raw);
  const end = (promql ? Math.floor(to / grain) : Math.ceil(to / grain)) * grain;
  return { ...envelope, timeRange: { from: end - length, to: end } };
}
