import { type Attributes, type HistogramValue, type MetricPoint } from '../../telemetry/types.ts';
import { claudeMetric } from '../claude-code/names.ts';
import { type IngestContext } from '../context.ts';
import { cleanText } from '../redact/secrets.ts';
import { put } from '../redact/values.ts';
import { type DecodedMetrics } from './decoded.ts';
import { originOf, type Source } from './origin.ts';
import { msOfNanos } from './values.ts';

/** A metric as either encoding gives it. */
export interface RawMetric {
  name: string;
  unit: string;
  description: string;
  form: 'gauge' | 'sum' | 'histogram' | 'summary';
  delta: boolean;
  monotonic: boolean;
  points: RawPoint[];
}

/** A data point; times in nanoseconds, 0 for unknown. */
export interface RawPoint {
  start: number;
  time: number;
  flags: number;
  /** Already clean. */
  attributes: Attributes;
  value?: number;
  histogram?: HistogramValue;
  summary?: { count: number; sum: number; quantiles: Array<[quantile: number, value: number]> };
  /** Why it cannot be stored. */
  problem?: string;
}

/** Flag of a point that says "no value at this time": a series has ended. */
const NO_RECORDED_VALUE = 1;

/** Adds a metric's points; what cannot be stored is said in `rejected`. */
export function addMetric(
  decoded: DecodedMetrics,
  source: Source,
  context: IngestContext,
  receivedAt: number,
  metric: RawMetric
): void {
  const name = claudeMetric(metric.name) ?? metric.name;
  for (const point of metric.points) {
    if ((point.flags & NO_RECORDED_VALUE) === 1) {
      continue;
    }
    const problem = name === '' ? 'name: text was expected' : (point.problem ?? problemOf(point));
    if (problem !== undefined) {
      decoded.rejected.push({
        index: decoded.points.length + decoded.rejected.length,
        message: `${problem} in metric '${cleanText(metric.name).slice(0, 200)}'`,
      });
      continue;
    }
    for (const part of partsOf(metric, point)) {
      const record: MetricPoint = {
        name: name + part.suffix,
        labels: labelsOf(point.attributes, source.resource, part.quantile),
        kind: part.kind,
        at: msOfNanos(point.time, receivedAt),
        origin: originOf(point.attributes, source, context),
      };
      if (part.kind !== 'gauge') {
        record.temporality = metric.delta ? 'delta' : 'cumulative';
        if (point.start > 0) {
          record.startAt = msOfNanos(point.start, record.at);
        }
      }
      if (part.value !== undefined) {
        record.value = part.value;
      }
      if (part.histogram !== undefined) {
        record.histogram = part.histogram;
      }
      if (metric.unit !== '') {
        record.unit = metric.unit;
      }
      if (metric.description !== '') {
        record.description = cleanText(metric.description);
      }
      decoded.points.push({ record, source });
    }
  }
}

function problemOf(point: RawPoint): string | undefined {
  if (point.histogram !== undefined || point.summary !== undefined) {
    return undefined;
  }
  return point.value !== undefined && Number.isFinite(point.value) ? undefined : 'value: a finite number was expected';
}

interface Part {
  suffix: string;
  kind: MetricPoint['kind'];
  value?: number;
  histogram?: HistogramValue;
  quantile?: number;
}

/** A point is one record, but for a summary: its quantiles are gauges, its count and sum counters. */
function partsOf(metric: RawMetric, point: RawPoint): Part[] {
  if (point.summary !== undefined) {
    return [
      { suffix: '_count', kind: 'counter', value: point.summary.count },
      { suffix: '_sum', kind: 'counter', value: point.summary.sum },
      ...point.summary.quantiles.map(([quantile, value]): Part => ({ suffix: '', kind: 'gauge', value, quantile })),
    ].filter((part) => Number.isFinite(part.value)) as Part[];
  }
  if (point.histogram !== undefined) {
    return [{ suffix: '', kind: 'histogram', histogram: point.histogram }];
  }
  // What can go down again is a level, unless it comes as differences: then only their sum means anything.
  const isCounter = metric.form === 'sum' && (metric.monotonic || metric.delta);
  return [{ suffix: '', kind: isCounter ? 'counter' : 'gauge', value: point.value }];
}

/** Resource attributes that tell series apart and are few. */
const RESOURCE_LABELS = [
  'service.name',
  'service.instance.id',
  'deployment.environment.name',
  'taskmaster.project',
  'taskmaster.tag',
  'taskmaster.run.id',
  'taskmaster.task.id',
] as const;

function labelsOf(attributes: Attributes, resource: Attributes, quantile: number | undefined): Record<string, string> {
  const labels: Record<string, string> = {};
  for (const name of RESOURCE_LABELS) {
    const value = resource[name];
    if (value !== undefined && value !== null && value !== '') {
      labels[name] = typeof value === 'object' ? JSON.stringify(value) : String(value);
    }
  }
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== '') {
      put(labels, name, typeof value === 'object' ? JSON.stringify(value) : String(value));
    }
  }
  if (quantile !== undefined) {
    labels.quantile = String(quantile);
  }
  return labels;
}
