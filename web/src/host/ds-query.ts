/** Grafana's `/api/ds/query` body, as DataSourceWithBackend sends it. */
export interface GrafanaQueryBody {
  queries: Array<Record<string, unknown> & { refId: string }>;
  from?: string;
  to?: string;
}

/** One query in the shape of the service's `POST /api/v1/query`. */
export interface ServiceQuery {
  refId: string;
  queryType: string;
  timeRange: { from: number; to: number };
  intervalMs?: number;
  maxDataPoints?: number;
  query: Record<string, unknown>;
}

const HOUR_MS = 3_600_000;

function finite(value: unknown): number | undefined {
  const number = typeof value === 'string' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/**
 * Grafana's query request as the service takes it: our own fields stand inside `query`, what Grafana adds around them
 * is left behind. Without a range the last hour before `now` (epoch ms) is asked for.
 */
export function toServiceQueries(body: GrafanaQueryBody, now: number): { queries: ServiceQuery[] } {
  const to = finite(body.to) ?? now;
  const from = finite(body.from) ?? to - HOUR_MS;
  return {
    queries: body.queries.map((target) => ({
      refId: target.refId,
      queryType: typeof target.queryType === 'string' ? target.queryType : '',
      timeRange: { from, to },
      intervalMs: finite(target.intervalMs),
      maxDataPoints: finite(target.maxDataPoints),
      query: (target.query ?? {}) as Record<string, unknown>,
    })),
  };
}
