import { type MetricPoint } from '../../../backend/src/telemetry/types.ts';

/**
 * Names as the OpenTelemetry Collector gives them to Prometheus (pkg/translator/prometheus): characters outside
 * [a-zA-Z0-9_:] become one underscore, the unit's word and `_total` for counters stand at the end, once.
 */
const UNIT_WORDS: Record<string, string> = {
  s: 'seconds',
  ms: 'milliseconds',
  By: 'bytes',
  '%': 'percent',
  '1': 'ratio',
};

export function metricName(point: MetricPoint): string {
  let name = point.name.replaceAll(/[^a-zA-Z0-9_:]+/g, '_');
  const unit = point.unit;
  if (unit !== undefined && !unit.startsWith('{') && !(unit === '1' && point.kind !== 'gauge')) {
    const word = (UNIT_WORDS[unit] ?? unit).replaceAll(/[^a-zA-Z0-9_:]+/g, '_');
    name = name.endsWith(`_${word}`) ? name : `${name}_${word}`;
  }
  return point.kind === 'counter' && !name.endsWith('_total') ? `${name}_total` : name;
}

/** The label set of a series, origin included as a Collector with resource attributes as labels writes it. */
export function labelsOf(point: MetricPoint): Record<string, string> {
  const { origin } = point;
  const all: Record<string, string | undefined> = {
    'session.id': origin.session,
    'taskmaster.project': origin.project,
    'taskmaster.run.id': origin.run,
    'taskmaster.task.id': origin.taskId,
    'taskmaster.tag': origin.tag,
    'service.name': origin.service,
    ...point.labels,
  };
  const labels: Record<string, string> = {};
  for (const [key, value] of Object.entries(all)) {
    if (value !== undefined && value !== '') {
      labels[key.replaceAll(/[^a-zA-Z0-9_]/g, '_')] = value;
    }
  }
  return labels;
}
