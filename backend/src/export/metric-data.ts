import { type HrTime, ValueType } from '@opentelemetry/api';
import { AggregationTemporality, DataPointType, type MetricData } from '@opentelemetry/sdk-metrics';
import { type MetricPoint } from '../telemetry/types.ts';

const CUMULATIVE = AggregationTemporality.CUMULATIVE;

/**
 * Our points as the SDK's metrics. Names stay as they are in `/metrics`; a unit is told only where the name ends in it already,
 * so that a Collector that puts units into names leaves them alone.
 */
export function metricData(points: readonly MetricPoint[]): MetricData[] {
  const byName = new Map<string, MetricPoint[]>();
  for (const point of points) {
    const list = byName.get(point.name);
    if (list) {
      list.push(point);
    } else {
      byName.set(point.name, [point]);
    }
  }
  return [...byName.values()].map(metric);
}

function metric(points: MetricPoint[]): MetricData {
  const { name, description = '', kind } = points[0]!;
  const descriptor = { name, description, unit: unitOf(name), valueType: ValueType.DOUBLE };
  const base = { descriptor, aggregationTemporality: CUMULATIVE };
  const common = (point: MetricPoint) => ({
    // Zero says “not known”: what is counted on from before a restart did not begin with this process.
    startTime: point.startAt === undefined ? ([0, 0] as HrTime) : hrTime(point.startAt),
    endTime: hrTime(point.at),
    attributes: point.labels,
  });
  if (kind === 'histogram') {
    return {
      ...base,
      dataPointType: DataPointType.HISTOGRAM,
      dataPoints: points.map((point) => {
        const { count = 0, sum, bounds = [], counts = [] } = point.histogram ?? {};
        return { ...common(point), value: { buckets: { boundaries: bounds, counts }, sum, count } };
      }),
    };
  }
  const dataPoints = points.map((point) => ({ ...common(point), value: point.value ?? 0 }));
  return kind === 'counter'
    ? { ...base, dataPointType: DataPointType.SUM, isMonotonic: true, dataPoints }
    : { ...base, dataPointType: DataPointType.GAUGE, dataPoints };
}

/** UCUM. */
function unitOf(name: string): string {
  return /_bytes(_total)?$/.test(name) ? 'By' : /_seconds(_total)?$/.test(name) ? 's' : '';
}

const hrTime = (ms: number): HrTime => [Math.floor(ms / 1000), Math.round((ms % 1000) * 1e6)];
