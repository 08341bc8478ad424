import protobuf from 'protobufjs';
import snappy from 'snappyjs';
import { type MetricPoint } from '../../../backend/src/telemetry/types.ts';
import { labelsOf, metricName } from './prometheus-names.ts';

/** Field numbers of prometheus/prompb (remote.proto, types.proto), remote write 1.0. */
const { root } = protobuf.parse(`syntax = "proto3";
message WriteRequest { repeated TimeSeries timeseries = 1; }
message TimeSeries {
  repeated Label labels = 1; repeated Sample samples = 2; repeated Exemplar exemplars = 3; repeated Histogram histograms = 4;
}
message Exemplar { repeated Label labels = 1; double value = 2; int64 timestamp = 3; }
message Label { string name = 1; string value = 2; }
message Sample { double value = 1; int64 timestamp = 2; }
message BucketSpan { sint32 offset = 1; uint32 length = 2; }
message Histogram {
  uint64 count_int = 1; double sum = 3; sint32 schema = 4; double zero_threshold = 5; uint64 zero_count_int = 6;
  repeated BucketSpan positive_spans = 11; repeated sint64 positive_deltas = 12; int64 timestamp = 15;
}`);
const Request = root.lookupType('WriteRequest');

export interface NativeHistogram {
  countInt: number;
  sum: number;
  schema: number;
  zeroThreshold: number;
  zeroCountInt: number;
  positiveSpans: Array<{ offset: number; length: number }>;
  positiveDeltas: number[];
  timestamp: number;
}

export interface WriteSeries {
  labels: Record<string, string>;
  samples: Array<{ value: number; timestamp: number }>;
  histograms?: NativeHistogram[];
  exemplars?: Array<{ labels: Array<{ name: string; value: string }>; value: number; timestamp: number }>;
}

/** Sends series as they are. */
export async function writeSeries(url: string, series: readonly WriteSeries[]): Promise<void> {
  const timeseries = series.map(({ labels, ...rest }) => ({
    ...rest,
    labels: Object.entries(labels)
      .map(([name, value]) => ({ name, value }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
  }));
  for (let i = 0; i < timeseries.length; i += 5000) {
    const body = Request.encode(Request.create({ timeseries: timeseries.slice(i, i + 5000) })).finish();
    const answer = await fetch(`${url}/api/v1/write`, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-protobuf',
        'content-encoding': 'snappy',
        'x-prometheus-remote-write-version': '0.1.0',
      },
      body: Buffer.from(snappy.compress(body)),
    });
    if (!answer.ok) {
      throw new Error(`Remote write: ${answer.status} ${await answer.text()}`);
    }
  }
}

/** Points as a Collector sends them: cumulative (deltas added up), histograms as `_bucket`, `_sum` and `_count`. */
export async function remoteWrite(url: string, points: readonly MetricPoint[]): Promise<void> {
  const all = new Map<string, WriteSeries>();
  const totals = new Map<string, number>();
  const put = (labels: Record<string, string>, value: number, timestamp: number, delta: boolean): void => {
    const key = JSON.stringify(Object.entries(labels).sort());
    const series = all.get(key) ?? { labels, samples: [] };
    all.set(key, series);
    const total = delta ? (totals.get(key) ?? 0) + value : value;
    totals.set(key, total);
    series.samples.push({ value: total, timestamp: Math.round(timestamp) });
  };
  for (const point of points.toSorted((a, b) => a.at - b.at)) {
    const name = metricName(point);
    const labels = labelsOf(point);
    const delta = point.temporality === 'delta';
    const { histogram } = point;
    if (!histogram) {
      put({ ...labels, __name__: name }, point.value ?? 0, point.at, delta);
      continue;
    }
    let below = 0;
    histogram.counts.forEach((count, i) => {
      below += count;
      const bound = histogram.bounds[i];
      put(
        { ...labels, __name__: `${name}_bucket`, le: bound === undefined ? '+Inf' : String(bound) },
        below,
        point.at,
        delta
      );
    });
    put({ ...labels, __name__: `${name}_count` }, histogram.count, point.at, delta);
    put({ ...labels, __name__: `${name}_sum` }, histogram.sum, point.at, delta);
  }
  await writeSeries(url, [...all.values()]);
}
