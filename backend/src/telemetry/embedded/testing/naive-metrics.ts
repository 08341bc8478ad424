import { type MetricPoint, type MetricQuery, type Series } from '../../types.ts';

/**
 * The metric semantics of docs/telemetry-store.md, written a second time and as plainly as possible: everything in
 * arrays, every window filtered anew. For comparison in tests.
 */
export function naiveQuery(points: readonly MetricPoint[], query: MetricQuery): Series[] {
  const { range, stepMs, instant } = query;
  const times: number[] = [];
  if (instant) {
    times.push(range.to);
  } else {
    for (let t = Math.ceil(range.from / stepMs) * stepMs; t <= range.to; t += stepMs) {
      times.push(t);
    }
  }
  const step = instant ? range.to - range.from : stepMs;
  const groups = new Map<string, { labels: Record<string, string>; streams: Stream[] }>();
  for (const stream of streams(points.filter((point) => point.name === query.metric))) {
    const labels = Object.fromEntries(
      query.groupBy.flatMap((label) => (stream.labels[label] ? [[label, stream.labels[label]]] : []))
    );
    const key = JSON.stringify(labels);
    groups.set(key, { labels, streams: [...(groups.get(key)?.streams ?? []), stream] });
  }
  const answer: Series[] = [];
  for (const [, group] of [...groups].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const values = times.map((t) => valueAt(group.streams, query.aggregation, t, step));
    if (values.some((value) => value !== null)) {
      answer.push({ labels: group.labels, times, values });
    }
  }
  return answer;
}

interface Observed {
  count: number;
  sum: number;
  counts: number[];
  min?: number;
  max?: number;
}

interface NaiveSample {
  at: number;
  value: number;
  increase: number | undefined;
  observed?: Observed;
}

interface Stream {
  kind: MetricPoint['kind'];
  labels: Record<string, string>;
  bounds: number[];
  samples: NaiveSample[];
}

function streams(points: readonly MetricPoint[]): Stream[] {
  const found = new Map<string, Map<string, MetricPoint>>();
  for (const point of points) {
    const cumulative = point.temporality === 'cumulative';
    const stream = JSON.stringify([point.labels, point.temporality, cumulative ? point.startAt : 0]);
    const place = `${point.at}/${point.temporality === 'delta' ? point.startAt : ''}`;
    const samples = found.get(stream) ?? new Map<string, MetricPoint>();
    found.set(stream, samples.set(place, point));
  }
  return [...found.values()].map((samples) => {
    const sorted = [...samples.values()].sort((a, b) => a.at - b.at || (b.startAt ?? 0) - (a.startAt ?? 0));
    const first = sorted[0]!;
    return {
      kind: first.kind,
      labels: first.labels,
      bounds: first.histogram?.bounds ?? [],
      samples: sorted.map((point, i) => sample(point, sorted[i - 1])),
    };
  });
}

function sample(point: MetricPoint, before: MetricPoint | undefined): NaiveSample {
  const { at, histogram, value = 0, kind, temporality, startAt } = point;
  const fresh = startAt !== undefined && at - startAt <= 3_600_000;
  if (histogram) {
    const { count, sum, counts, min, max } = histogram;
    let observed: Observed | undefined = { count, sum, counts, min, max };
    if (temporality === 'cumulative') {
      const last = before?.histogram;
      const reset = last && (count < last.count || counts.some((n, i) => n < last.counts[i]!));
      if (!last) {
        observed = fresh ? { count, sum, counts } : undefined;
      } else if (reset) {
        observed = { count, sum, counts };
      } else {
        observed = {
          count: count - last.count,
          sum: sum - last.sum,
          counts: counts.map((n, i) => n - last.counts[i]!),
        };
      }
    }
    return { at, value: observed ? observed.sum / observed.count : NaN, increase: observed?.count, observed };
  }
  if (kind === 'gauge' || temporality === 'delta') {
    return { at, value, increase: kind === 'gauge' ? undefined : value };
  }
  const last = before?.value;
  return {
    at,
    value,
    increase: last === undefined ? (fresh ? value : undefined) : value < last ? value : value - last,
  };
}

function valueAt(all: Stream[], aggregation: MetricQuery['aggregation'], t: number, step: number): number | null {
  const kind = all[0]!.kind;
  const inWindow = all.flatMap((one) => one.samples.filter(({ at }) => at > t - step && at <= t));
  const values = inWindow.map((one) => one.value);
  const increases = inWindow.flatMap((one) => (one.increase === undefined ? [] : [one.increase]));
  const observed = inWindow.flatMap((one) => (one.observed ? [one.observed] : []));
  const total = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0);
  const sumOf = (numbers: number[]) => (numbers.length > 0 ? total(numbers) : null);
  const histogram = kind === 'histogram';
  switch (aggregation) {
    case 'rate':
      return increases.length > 0 ? (total(increases) * 1000) / step : null;
    case 'increase':
      return sumOf(increases);
    case 'count':
      return histogram ? sumOf(increases) : values.length > 0 ? values.length : null;
    case 'sum':
      return histogram
        ? sumOf(observed.map((one) => one.sum))
        : kind === 'counter'
          ? sumOf(increases)
          : last(all, t, step);
    case 'last':
      return last(all, t, step);
    case 'avg': {
      const n = histogram ? total(observed.map((one) => one.count)) : values.length;
      return n > 0 ? total(histogram ? observed.map((one) => one.sum) : values) / n : null;
    }
    case 'min':
    case 'max': {
      const from = histogram ? observed.flatMap((one) => one[aggregation] ?? []) : values;
      return from.length > 0 ? Math[aggregation](...from) : null;
    }
    default: {
      const q = Number(aggregation.slice(1)) / 100;
      return histogram
        ? bucketQuantile(q, all[0]!.bounds, observed)
        : quantile(q, kind === 'counter' ? increases : values);
    }
  }
}

function last(all: Stream[], t: number, step: number): number | null {
  const alive = all.flatMap(({ kind, samples }) => {
    const seen = samples.filter(
      ({ at, observed }) => at <= t && at > t - Math.max(step, 300_000) && (observed || kind !== 'histogram')
    );
    const newest = seen.at(-1);
    return newest === undefined || Number.isNaN(newest.value) ? [] : [newest.value];
  });
  return alive.length > 0 ? alive.reduce((a, b) => a + b, 0) : null;
}

function quantile(q: number, values: number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const rank = q * (sorted.length - 1);
  const low = sorted[Math.floor(rank)];
  const high = sorted[Math.ceil(rank)];
  return low === undefined || high === undefined ? null : low + (high - low) * (rank - Math.floor(rank));
}

function bucketQuantile(q: number, bounds: number[], observed: Observed[]): number | null {
  const cumulative = bounds.map((_, i) =>
    observed.reduce((sum, { counts }) => sum + counts.slice(0, i + 1).reduce((a, b) => a + b, 0), 0)
  );
  const total = observed.reduce((sum, { counts }) => sum + counts.reduce((a, b) => a + b, 0), 0);
  if (total === 0) {
    return null;
  }
  const bucket = cumulative.findIndex((n) => n >= q * total);
  if (bucket === -1) {
    return bounds.at(-1) ?? null;
  }
  const below = cumulative[bucket - 1] ?? 0;
  const start = bounds[bucket - 1] ?? 0;
  return start + (bounds[bucket]! - start) * ((q * total - below) / (cumulative[bucket]! - below));
}
