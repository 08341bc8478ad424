import { type MetricPoint } from '../../telemetry/types.ts';
import { type IngestContext } from '../context.ts';
import { knownKey } from '../redact/keys.ts';
import { cleanText } from '../redact/secrets.ts';
import { hashUser, put } from '../redact/values.ts';
import { isFields, MOMENT_PROBLEM, momentOf, nameProblem, originIn, unknownField } from './fields.ts';

const FIELDS = new Set([
  'type',
  'id',
  'at',
  'name',
  'value',
  'kind',
  'temporality',
  'labels',
  'unit',
  'service',
  'project',
  'tag',
  'run',
  'taskId',
  'session',
]);
const NAMES = ['id', 'name', 'unit', 'service', 'project', 'tag', 'run', 'taskId', 'session'] as const;

/** Adds a metric point, or says what is wrong with it. */
export function takeMetric(
  record: Record<string, unknown>,
  into: MetricPoint[],
  receivedAt: number,
  context: IngestContext
): string | undefined {
  const problem = unknownField(record, FIELDS) ?? nameProblem(record, NAMES) ?? valueProblem(record);
  const at = record.at === undefined ? receivedAt : momentOf(record.at);
  if (problem !== undefined || Number.isNaN(at)) {
    return problem ?? MOMENT_PROBLEM;
  }
  const kind = record.kind === 'counter' ? 'counter' : 'gauge';
  const point: MetricPoint = {
    name: record.name as string,
    labels: {},
    kind,
    at,
    value: record.value as number,
    origin: originIn(record),
  };
  if (kind === 'counter') {
    point.temporality = record.temporality === 'cumulative' ? 'cumulative' : 'delta';
  }
  if (record.unit !== undefined) {
    point.unit = record.unit as string;
  }
  if (record.service !== undefined) {
    point.labels['service.name'] = record.service as string;
  }
  for (const name in record.labels as object | undefined) {
    addLabel(point.labels, name, (record.labels as Record<string, unknown>)[name], context);
  }
  into.push(point);
  return undefined;
}

function addLabel(labels: Record<string, string>, name: string, value: unknown, context: IngestContext): void {
  const text = String(value);
  switch (knownKey(name).rule) {
    case 'keep':
      put(labels, name, cleanText(text));
      return;
    case 'secret':
      put(labels, name, '[redacted:field]');
      return;
    case 'user':
      if (context.userId === 'hashed') {
        put(labels, name, hashUser(text));
      }
      return;
    case 'content':
      if (context.captureContents) {
        put(labels, name, cleanText(text));
      }
  }
}

function valueProblem(record: Record<string, unknown>): string | undefined {
  if (record.name === undefined) {
    return 'name: the name of the metric was expected';
  }
  if (typeof record.value !== 'number') {
    return 'value: a finite number was expected';
  }
  if (record.kind !== undefined && record.kind !== 'counter' && record.kind !== 'gauge') {
    return 'kind: one of counter, gauge was expected';
  }
  if (record.temporality !== undefined && record.temporality !== 'delta' && record.temporality !== 'cumulative') {
    return 'temporality: one of delta, cumulative was expected';
  }
  if (record.labels === undefined) {
    return undefined;
  }
  if (!isFields(record.labels)) {
    return 'labels: an object of texts was expected';
  }
  for (const name in record.labels) {
    const value = record.labels[name];
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
      return `labels.${name.slice(0, 100)}: text was expected`;
    }
  }
  return undefined;
}
