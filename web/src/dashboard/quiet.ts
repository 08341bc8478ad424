/** What the hint needs of a run. */
export interface RunTimes {
  startedAt: number;
  endedAt: number | null;
}

export interface Range {
  from: number;
  to: number;
}

const MINUTE_MS = 60_000;

/**
 * The range in which something happened last, where nothing did in the range shown; undefined where something did, or
 * never anything. `lastActivityAt` and times in epoch ms.
 */
export function activeRange(shown: Range, lastActivityAt: number | null, lastRun: RunTimes | undefined) {
  if (lastActivityAt === null || lastActivityAt >= shown.from) {
    return undefined;
  }
  const from = Math.min(lastRun?.startedAt ?? lastActivityAt - 60 * MINUTE_MS, lastActivityAt);
  const margin = Math.max(MINUTE_MS, (lastActivityAt - from) * 0.02); // the first and last bar are not cut by the edge
  return { from: Math.floor(from - margin), to: Math.ceil(lastActivityAt + margin) };
}
