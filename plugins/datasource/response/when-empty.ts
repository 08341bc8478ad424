import { type DataFrame, type Field } from '@grafana/data';
import { type TaskmasterQuery } from '../types.ts';

/**
 * Grafana's logs panel knows no text of its own for an empty answer, it says “No data”. Where a target brings a sentence for that, it
 * becomes the one line shown: which source is missing, and how to connect it.
 */
export function sayWhenEmpty(frame: DataFrame, { queryType, whenEmpty }: TaskmasterQuery): DataFrame {
  const isLines = queryType === 'logs' && frame.fields.some(({ name }) => name === 'body');
  if (!whenEmpty || !isLines || frame.length > 0) {
    return frame;
  }
  const line: Record<string, unknown> = {
    timestamp: Date.now(),
    body: whenEmpty,
    severity: 'info',
    id: 'nothing-to-show',
    labels: {},
  };
  const fields = frame.fields.map((field): Field => ({
    ...field,
    nanos: undefined,
    values: [line[field.name] ?? null],
  }));
  return { ...frame, fields, length: 1 };
}
