import { type Ingested } from '../store/types.ts';

/** Clocks of other machines are off by minutes, not by days. */
export const MOST_AHEAD_MS = 86_400_000;

/**
 * Why a moment cannot be taken: far ahead of the clock it would stay “the latest” for years, and every such day would get files of
 * its own that no retention reaches. Undefined where nothing is wrong.
 */
export function futureProblem(at: number, receivedAt: number): string | undefined {
  if (at - receivedAt <= MOST_AHEAD_MS) {
    return undefined;
  }
  const when = at <= 8.64e15 ? new Date(at).toISOString() : String(at);
  return `at: ${when} lies more than a day ahead of the clock of this machine`;
}

/** Takes out what lies in the future; each record of telemetry taken out is one rejection. */
export function withoutFuture(taken: Ingested, receivedAt: number): Ingested {
  const last = receivedAt + MOST_AHEAD_MS;
  const isAhead = {
    at: ({ at }: { at: number }) => at > last,
    start: (one: { startAt: number }) => one.startAt > last,
  };
  const { events, metrics, spans, logs } = taken;
  const ahead = [...metrics.filter(isAhead.at), ...logs.filter(isAhead.at)].map(({ at }) => at);
  ahead.push(...spans.filter(isAhead.start).map(({ startAt }) => startAt));
  if (ahead.length === 0 && !events.some(isAhead.at)) {
    return taken;
  }
  return {
    events: events.filter((one) => !isAhead.at(one)),
    metrics: metrics.filter((one) => !isAhead.at(one)),
    spans: spans.filter((one) => !isAhead.start(one)),
    logs: logs.filter((one) => !isAhead.at(one)),
    rejected: [...taken.rejected, ...ahead.map((at) => ({ message: `${futureProblem(at, receivedAt)}.` }))],
  };
}
