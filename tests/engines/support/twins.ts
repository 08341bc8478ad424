import { type TestStore, testStore } from '../../../backend/src/telemetry/embedded/testing/folder.ts';
import { PrometheusApi } from '../../../backend/src/telemetry/prometheus/api.ts';
import { PrometheusMetrics } from '../../../backend/src/telemetry/prometheus/metric-engine.ts';
import { type PrometheusSettings } from '../../../backend/src/telemetry/prometheus/resolve.ts';
import { type MetricAnswer, type MetricPoint, type MetricQuery } from '../../../backend/src/telemetry/types.ts';
import { Upstream } from '../../../backend/src/telemetry/upstream/upstream.ts';
import { type PrometheusServer, startPrometheus } from './prometheus.ts';

export const SETTINGS: PrometheusSettings = {
  labels: {},
  deltas: [],
  counters: [],
  increase: 'exact',
  sampleMs: 60_000,
};

/** Options of an upstream in tests. */
export function upstreamTo(url: string, product = 'Prometheus'): Upstream {
  return new Upstream({
    product,
    url,
    headers: {},
    timeoutMs: 20_000,
    concurrency: 8,
    maxBytes: 64 * 1024 * 1024,
  });
}

/** The embedded store and a real Prometheus with the same points in them. */
export interface MetricTwins {
  server: PrometheusServer;
  engine: PrometheusMetrics;
  upstream: Upstream;
  write(points: MetricPoint[]): Promise<void>;
  /** Both answers to one question, embedded first. */
  ask(query: MetricQuery): Promise<[MetricAnswer, MetricAnswer]>;
  stop(): Promise<void>;
}

export async function metricTwins(now: number): Promise<MetricTwins> {
  const server = await startPrometheus();
  const store: TestStore = testStore(now);
  const upstream = upstreamTo(server.url);
  const engine = new PrometheusMetrics(new PrometheusApi(upstream), SETTINGS);
  return {
    server,
    engine,
    upstream,
    async write(points) {
      store.write({ metrics: points });
      await server.write(points);
    },
    ask: async (query) => [await store.reader.metrics.query(query), await engine.query(query)],
    async stop() {
      await upstream.close();
      await server.stop();
      store.remove();
    },
  };
}

/** Every place where two answers differ by more than `tolerance` (relative; beside that 1e-9), in words. */
export function differences(one: MetricAnswer, other: MetricAnswer, tolerance = 1e-9): string[] {
  const found: string[] = [];
  const rows = ({ series }: MetricAnswer) => new Map(series.map((row) => [JSON.stringify(sorted(row.labels)), row]));
  const [left, right] = [rows(one), rows(other)];
  for (const key of new Set([...left.keys(), ...right.keys()])) {
    const [a, b] = [left.get(key), right.get(key)];
    if (!a || !b) {
      found.push(`${key} is only in the ${a ? 'embedded' : 'remote'} answer: ${JSON.stringify((a ?? b)?.values)}`);
      continue;
    }
    if (a.times.join() !== b.times.join()) {
      found.push(`${key} has other times: ${a.times.length} from ${a.times[0]}, ${b.times.length} from ${b.times[0]}`);
      continue;
    }
    a.values.forEach((value, i) => {
      const twin = b.values[i] ?? null;
      const same =
        value === null || twin === null
          ? value === twin
          : Math.abs(value - twin) <= 1e-9 + tolerance * Math.max(Math.abs(value), Math.abs(twin));
      if (!same) {
        found.push(`${key} at ${a.times[i]}: embedded ${value}, remote ${twin}`);
      }
    });
  }
  return found;
}

const sorted = (labels: Record<string, string>) => Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
