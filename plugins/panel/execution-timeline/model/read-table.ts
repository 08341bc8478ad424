import type { DataFrame } from '@grafana/data';
import { DONE, kindCode, RUNNING, statusCode } from './codes.ts';
import type { TableFields } from './detect.ts';
import type { SpanWriter } from './span-table.ts';
import { findField, isOpen, numberAt, textAt, timeAt, timeUnit } from './values.ts';

/** Reads any table with a start and an end (or a duration in ms); the other roles are optional. */
export function readTable(
  frame: DataFrame,
  fields: TableFields,
  frameIndex: number,
  rows: number,
  writer: SpanWriter
): void {
  const kind = findField(frame, 'kind');
  const taskId = findField(frame, 'taskId', 'task_id');
  const attempt = findField(frame, 'attempt', 'retry');
  const agent = findField(frame, 'agent');
  const model = findField(frame, 'model');
  const startUnit = timeUnit(fields.start);
  const endUnit = timeUnit(fields.end);
  const lengthUnit = durationUnit(fields);
  for (let row = 0; row < rows; row++) {
    const start = timeAt(fields.start, row, startUnit);
    const length = numberAt(fields.duration, row);
    const open = fields.end ? isOpen(fields.end.values[row]) : Number.isNaN(length);
    const state: unknown = fields.status?.values[row];
    writer.put({
      id: textAt(fields.id, row),
      parentId: textAt(fields.parent, row),
      lane: textAt(fields.lane, row),
      kind: kindCode(kind?.values[row]),
      name: textAt(fields.name, row),
      start,
      end: open ? Infinity : fields.end ? timeAt(fields.end, row, endUnit) : start + length * lengthUnit,
      status: state === null || state === undefined || state === '' ? (open ? RUNNING : DONE) : statusCode(state),
      taskId: textAt(taskId, row),
      attempt: numberAt(attempt, row),
      agent: textAt(agent, row),
      model: textAt(model, row),
      frame: frameIndex,
      row,
    });
  }
}

/** Milliseconds in one unit of the duration field, from its Grafana unit; ms where it has none. */
function durationUnit(fields: TableFields): number {
  switch (fields.duration?.config.unit) {
    case 'ns':
      return 1e-6;
    case 'µs':
      return 1e-3;
    case 's':
    case 'dtdurations':
      return 1000;
    case 'm':
      return 60_000;
    case 'h':
      return 3_600_000;
    default:
      return 1;
  }
}
