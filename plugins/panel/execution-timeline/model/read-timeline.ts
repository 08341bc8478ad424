import type { DataFrame } from '@grafana/data';
import { kindCode, statusCode, UNKNOWN, RUNNING, DONE, MARKER } from './codes.ts';
import type { SpanWriter } from './span-table.ts';
import { findField, isOpen, numberAt, textAt, timeAt, timeUnit } from './values.ts';

/** Reads a frame with the `timeline` fields. Absent fields are guessed: no status means running without an end, done with one. */
export function readTimeline(frame: DataFrame, frameIndex: number, rows: number, writer: SpanWriter): void {
  const id = findField(frame, 'id');
  const parentId = findField(frame, 'parentId');
  const lane = findField(frame, 'lane');
  const kind = findField(frame, 'kind');
  const name = findField(frame, 'name');
  const start = findField(frame, 'start');
  const end = findField(frame, 'end');
  const status = findField(frame, 'status');
  const taskId = findField(frame, 'taskId');
  const attempt = findField(frame, 'attempt');
  const agent = findField(frame, 'agent');
  const model = findField(frame, 'model');
  const startUnit = timeUnit(start);
  const endUnit = timeUnit(end);
  for (let row = 0; row < rows; row++) {
    const open = isOpen(end?.values[row]);
    const code = kindCode(kind?.values[row]);
    const state: unknown = status?.values[row];
    const guess = code === MARKER ? UNKNOWN : open ? RUNNING : DONE;
    writer.put({
      id: textAt(id, row),
      parentId: textAt(parentId, row),
      lane: textAt(lane, row),
      kind: code,
      name: textAt(name, row),
      start: timeAt(start, row, startUnit),
      end: open ? Infinity : timeAt(end, row, endUnit),
      status: state === null || state === undefined || state === '' ? guess : statusCode(state),
      taskId: textAt(taskId, row),
      attempt: numberAt(attempt, row),
      agent: textAt(agent, row),
      model: textAt(model, row),
      frame: frameIndex,
      row,
    });
  }
}
