import { type QueryContext } from '../context.ts';

/** Gauges are written every few seconds; older ones say nothing of now. */
const RECENT_MS = 5 * 60_000;

/** Components of `memory_usage_bytes` that are ours or an agent's; `host` is everybody's. */
const OF_OTHERS = new Set(['host', 'system']);

/** Resident memory of the service and of followed agents by the metric `memory_usage_bytes`; null where it is not recorded. */
export async function memoryInUse({ metrics, now }: QueryContext): Promise<number | null> {
  const to = now();
  try {
    const { series } = await metrics.query({
      metric: 'memory_usage_bytes',
      aggregation: 'last',
      groupBy: ['component'],
      filters: [],
      range: { from: to - RECENT_MS, to },
      stepMs: RECENT_MS,
      instant: true,
      limit: 100,
    });
    const own = series.filter(({ labels }) => !OF_OTHERS.has(labels['component'] ?? ''));
    const values = own.flatMap((one) => one.values.findLast((value) => value !== null) ?? []);
    return values.length > 0 ? values.reduce((sum, value) => sum + value, 0) : null;
  } catch {
    // The status of tasks must not fail because telemetry is away: its own health says so.
    return null;
  }
}
