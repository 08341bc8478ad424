import { type MetricPoint, type Origin } from '../../types.ts';
import { hash53 } from '../shared/hash.ts';

/** What tells one stream of samples from another. */
export interface SeriesIdentity {
  name: string;
  kind: MetricPoint['kind'];
  temporality?: MetricPoint['temporality'];
  labels: Record<string, string>;
  origin: Origin;
  /**
   * Of cumulative streams only: processes that share all labels (a session id used by several at once) begin at
   * different times, and their counts must not be mistaken for resets of each other.
   */
  startAt?: number;
  /** Histograms only; other bounds, other stream. */
  bounds?: number[];
}

/** The identity of a point's stream. */
export function identityOf(point: MetricPoint): SeriesIdentity {
  return {
    name: point.name,
    kind: point.kind,
    temporality: temporalityOf(point),
    labels: point.labels,
    origin: point.origin,
    startAt: streamStart(point),
    bounds: point.histogram?.bounds,
  };
}

/** Counters and histograms that do not say how they count are taken for cumulative, as Prometheus would. */
export function temporalityOf(point: MetricPoint): MetricPoint['temporality'] {
  return point.kind === 'gauge' ? undefined : (point.temporality ?? 'cumulative');
}

/** Start of a cumulative stream; a start that is not before the point says nothing and is left out. */
function streamStart(point: MetricPoint): number | undefined {
  const { startAt } = point;
  const said = temporalityOf(point) === 'cumulative' && startAt !== undefined && startAt > 0 && startAt < point.at;
  return said ? Math.round(startAt) : undefined;
}

const ORIGIN_KEYS = ['project', 'tag', 'run', 'taskId', 'session', 'service'] as const;

/**
 * A text that differs whenever the stream differs, quick to make: labels stand as they come, so that one stream may
 * have several such keys. For caches only.
 */
export function quickKey(point: MetricPoint): string {
  let key = `${point.name}\n${point.kind}\n${point.temporality ?? ''}\n`;
  if (point.kind !== 'gauge' && point.temporality !== 'delta') {
    key += streamStart(point) ?? '';
  }
  if (point.histogram) {
    key += `\n${point.histogram.bounds.join()}`;
  }
  const { origin, labels } = point;
  for (const field of ORIGIN_KEYS) {
    key += `\n${origin[field] ?? ''}`;
  }
  for (const label in labels) {
    key += `\n${label}\t${labels[label]}`;
  }
  return key;
}

export interface StoredIdentity {
  hash: number;
  labels: string;
  origin: string;
  bounds: string | null;
}

/** The identity as it is stored: canonical texts and their hash. */
export function storedIdentity(one: SeriesIdentity): StoredIdentity {
  const labels = sortedJson(one.labels);
  const origin = sortedJson(one.origin);
  const bounds = one.bounds ? JSON.stringify(one.bounds) : null;
  const all = JSON.stringify([one.name, one.kind, one.temporality ?? '', labels, origin, one.startAt ?? 0, bounds]);
  return { hash: hash53(all), labels, origin, bounds };
}

function sortedJson(record: object): string {
  const entries = Object.entries(record).filter(([, value]) => value !== undefined);
  return JSON.stringify(Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1))));
}
