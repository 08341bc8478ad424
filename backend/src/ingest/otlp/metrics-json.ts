import { type IngestContext } from '../context.ts';
import { takeAttributes } from './attributes-json.ts';
import { bucketProblem, explicitBuckets, type ExponentialBuckets } from './buckets.ts';
import { type DecodedMetrics } from './decoded.ts';
import { isObject, listOf, objectsIn, textOf, type JsonObject } from './json.ts';
import { addMetric, type RawMetric, type RawPoint } from './metric.ts';
import { finishHistogram } from './points-protobuf.ts';
import { eachScope } from './resources-json.ts';
import { toNumber } from './values.ts';

/** Decodes an ExportMetricsServiceRequest in JSON. */
export function decodeMetricsJson(body: unknown, receivedAt: number, context: IngestContext): DecodedMetrics {
  const decoded: DecodedMetrics = { points: [], rejected: [] };
  eachScope(body, 'resourceMetrics', ['scopeMetrics', 'instrumentationLibraryMetrics'], context, (source, scope) => {
    for (const metric of objectsIn(scope, 'metrics')) {
      for (const raw of metricsOf(metric, context)) {
        addMetric(decoded, source, context, receivedAt, raw);
      }
    }
  });
  return decoded;
}

const FORMS: Array<[string, RawMetric['form'], (point: JsonObject, into: RawPoint) => void]> = [
  ['gauge', 'gauge', takeNumber],
  ['sum', 'sum', takeNumber],
  ['histogram', 'histogram', takeHistogram],
  ['exponentialHistogram', 'histogram', takeExponential],
  ['summary', 'summary', takeSummary],
];

function metricsOf(metric: JsonObject, context: IngestContext): RawMetric[] {
  const found: RawMetric[] = [];
  for (const [name, form, take] of FORMS) {
    const data = metric[name];
    if (!isObject(data)) {
      continue;
    }
    const temporality = data.aggregationTemporality;
    found.push({
      name: textOf(metric.name),
      unit: textOf(metric.unit),
      description: textOf(metric.description),
      form,
      delta: temporality === 1 || temporality === '1' || temporality === 'AGGREGATION_TEMPORALITY_DELTA',
      monotonic: data.isMonotonic === true || data.isMonotonic === 'true',
      points: objectsIn(data, 'dataPoints').map((point) => {
        const raw: RawPoint = {
          start: toNumber(point.startTimeUnixNano) || 0,
          time: toNumber(point.timeUnixNano) || 0,
          flags: toNumber(point.flags) || 0,
          attributes: {},
        };
        takeAttributes(point.attributes, raw.attributes, context);
        take(point, raw);
        return raw;
      }),
    });
  }
  return found;
}

function takeNumber(point: JsonObject, into: RawPoint): void {
  into.value = toNumber(point.asDouble ?? point.asInt);
}

function takeHistogram(point: JsonObject, into: RawPoint): void {
  const value = {
    count: toNumber(point.count ?? 0),
    sum: toNumber(point.sum ?? 0),
    bounds: listOf(point.explicitBounds).map(toNumber),
    counts: listOf(point.bucketCounts).map(toNumber),
  };
  finishHistogram(into, value, optional(point.min), optional(point.max));
}

function takeExponential(point: JsonObject, into: RawPoint): void {
  into.histogram = explicitBuckets({
    scale: Math.trunc(toNumber(point.scale ?? 0)) || 0,
    count: toNumber(point.count ?? 0),
    sum: toNumber(point.sum ?? 0),
    min: optional(point.min),
    max: optional(point.max),
    zeroCount: toNumber(point.zeroCount ?? 0),
    zeroThreshold: toNumber(point.zeroThreshold ?? 0) || 0,
    positive: bucketsOf(point.positive),
    negative: bucketsOf(point.negative),
  });
  into.problem = bucketProblem(into.histogram);
}

function bucketsOf(value: unknown): ExponentialBuckets {
  return isObject(value)
    ? { offset: Math.trunc(toNumber(value.offset ?? 0)) || 0, counts: listOf(value.bucketCounts).map(toNumber) }
    : { offset: 0, counts: [] };
}

function takeSummary(point: JsonObject, into: RawPoint): void {
  into.summary = {
    count: toNumber(point.count ?? 0),
    sum: toNumber(point.sum ?? 0),
    quantiles: objectsIn(point, 'quantileValues').map((pair) => [
      toNumber(pair.quantile ?? 0),
      toNumber(pair.value ?? 0),
    ]),
  };
}

function optional(value: unknown): number | undefined {
  return value === undefined || value === null ? undefined : toNumber(value);
}
