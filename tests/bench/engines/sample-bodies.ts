import protobuf from 'protobufjs';
import snappy from 'snappyjs';

/** The same samples as the two servers take them: OTLP, and Prometheus' remote write. */

/** Field numbers of opentelemetry-proto (metrics.proto, common.proto) and of prometheus/prompb, as far as needed. */
const { root } = protobuf.parse(`syntax = "proto3";
message Export { repeated ResourceMetrics resource_metrics = 1; }
message ResourceMetrics { Resource resource = 1; repeated ScopeMetrics scope_metrics = 2; }
message Resource { repeated KeyValue attributes = 1; }
message ScopeMetrics { repeated Metric metrics = 2; }
message Metric { string name = 1; string unit = 3; Sum sum = 7; }
message Sum { repeated Point data_points = 1; int32 aggregation_temporality = 2; bool is_monotonic = 3; }
message Point { repeated KeyValue attributes = 7; fixed64 start_time_unix_nano = 2; fixed64 time_unix_nano = 3; double as_double = 4; }
message KeyValue { string key = 1; AnyValue value = 2; }
message AnyValue { string string_value = 1; }
message WriteRequest { repeated TimeSeries timeseries = 1; }
message TimeSeries { repeated Label labels = 1; repeated Sample samples = 2; }
message Label { string name = 1; string value = 2; }
message Sample { double value = 1; int64 timestamp = 2; }`);
const Export = root.lookupType('Export');
const WriteRequest = root.lookupType('WriteRequest');

const METRICS = 10;
const PER_METRIC = 100;
export const SERIES = METRICS * PER_METRIC;
export const INTERVAL_MS = 15_000;
export const metricName = (n: number) => `bench_requests_${n}_total`;
const CUMULATIVE = 2;

interface OneSeries {
  metric: string;
  labels: Record<string, string>;
}

const ALL: OneSeries[] = Array.from({ length: SERIES }, (_, n) => ({
  metric: metricName(Math.floor(n / PER_METRIC)),
  labels: { host: `host-${n % 20}`, model: `model-${n % 5}`, series: `s${n}`, session_id: `session-${n % 50}` },
}));

/** Counter of a series after so many rounds: each grows in its own way. */
const valueAt = (n: number, round: number) => round * ((n % 7) + 1) + ((n + round) % 5);

/** One sample of every series for each of these rounds. `begin`: of the first round, epoch ms, whole seconds. */
export function otlpBody(rounds: readonly number[], begin: number): Buffer {
  const start = nanos(begin - INTERVAL_MS);
  const metrics = Array.from({ length: METRICS }, (_, m) => ({
    name: metricName(m),
    sum: {
      aggregationTemporality: CUMULATIVE,
      isMonotonic: true,
      dataPoints: Array.from({ length: PER_METRIC }, (__, k) => m * PER_METRIC + k).flatMap((n) =>
        rounds.map((round) => ({
          attributes: Object.entries(ALL[n]!.labels).map(([key, stringValue]) => ({ key, value: { stringValue } })),
          startTimeUnixNano: start,
          timeUnixNano: nanos(begin + round * INTERVAL_MS),
          asDouble: valueAt(n, round),
        }))
      ),
    },
  }));
  const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'bench' } }] };
  const body = { resourceMetrics: [{ resource, scopeMetrics: [{ metrics }] }] };
  return Buffer.from(Export.encode(Export.create(body)).finish());
}

export function remoteWriteBody(rounds: readonly number[], begin: number): Buffer {
  const timeseries = ALL.map(({ metric, labels }, n) => ({
    labels: Object.entries({ __name__: metric, service_name: 'bench', ...labels })
      .map(([name, value]) => ({ name, value }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
    samples: rounds.map((round) => ({ value: valueAt(n, round), timestamp: begin + round * INTERVAL_MS })),
  }));
  return Buffer.from(snappy.compress(WriteRequest.encode(WriteRequest.create({ timeseries })).finish()));
}

/** A 64-bit number as protobufjs takes it without a library for them. */
function nanos(ms: number): { low: number; high: number; unsigned: boolean } {
  const value = BigInt(ms) * 1_000_000n;
  return { low: Number(value & 0xffffffffn) | 0, high: Number(value >> 32n) | 0, unsigned: true };
}
