import type { DataFrame, Field } from '@grafana/data';
import { findField } from './values.ts';

/** Field names a table's roles are read from; what is left out is detected. */
export interface FieldChoice {
  name?: string;
  start?: string;
  end?: string;
  id?: string;
  parent?: string;
  lane?: string;
  status?: string;
}

export interface TableFields {
  name?: Field;
  start: Field;
  end?: Field;
  duration?: Field;
  id?: Field;
  parent?: Field;
  lane?: Field;
  status?: Field;
}

export type FrameShape = 'timeline' | 'trace' | 'table' | 'edges' | 'unusable';

const START_NAMES = [
  'start',
  'startTime',
  'start_time',
  'started',
  'startedAt',
  'started_at',
  'begin',
  'from',
  'created',
  'createdAt',
];
const END_NAMES = [
  'end',
  'endTime',
  'end_time',
  'ended',
  'endedAt',
  'finished',
  'finishedAt',
  'finished_at',
  'stop',
  'to',
  'completed',
  'completedAt',
];
const DURATION_NAMES = ['durationMs', 'duration_ms', 'duration', 'elapsed'];
const NAME_NAMES = ['name', 'title', 'operationName', 'operation', 'task', 'job', 'label', 'text', 'summary', 'id'];

/** What a frame can be read as. Field names chosen by hand make it a table, whatever else it looks like. */
export function shapeOf(frame: DataFrame, choice: FieldChoice = {}): FrameShape {
  const has = (...names: string[]) => names.every((name) => findField(frame, name) !== undefined);
  if (choice.start && findField(frame, choice.start)) {
    return 'table';
  }
  if (has('spanID', 'startTime') && (has('duration') || has('traceID'))) {
    return 'trace';
  }
  if (has('start', 'name') && (has('kind') || has('lane'))) {
    return 'timeline';
  }
  if (has('source', 'target')) {
    return 'edges';
  }
  return tableFields(frame, choice) ? 'table' : 'unusable';
}

/** The fields a table's spans are read from, or undefined where there is no start, or neither an end nor a duration. */
export function tableFields(frame: DataFrame, choice: FieldChoice = {}): TableFields | undefined {
  const chosen = (name: string | undefined) => (name ? findField(frame, name) : undefined);
  const times = frame.fields.filter((field) => field.type === 'time');
  let start = chosen(choice.start) ?? findField(frame, ...START_NAMES);
  let end = chosen(choice.end) ?? findField(frame, ...END_NAMES);
  start ??= times.find((field) => field !== end);
  end ??= times.find((field) => field !== start);
  const duration = end ? undefined : findField(frame, ...DURATION_NAMES);
  if (!start || (!end && !duration)) {
    return undefined;
  }
  const texts = frame.fields.filter((field) => field.type === 'string');
  return {
    start,
    end,
    duration,
    name: chosen(choice.name) ?? findField(frame, ...NAME_NAMES) ?? texts[0],
    id: chosen(choice.id) ?? findField(frame, 'id', 'key', 'uid'),
    parent: chosen(choice.parent) ?? findField(frame, 'parentId', 'parent_id', 'parent'),
    lane: chosen(choice.lane) ?? findField(frame, 'lane', 'group'),
    status: chosen(choice.status) ?? findField(frame, 'status', 'state', 'result', 'color'),
  };
}
