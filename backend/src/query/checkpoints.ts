import { CHECKPOINT_COLUMNS } from '#contract/columns.ts';
import { buildFrame } from '#contract/frames.ts';
import { type EventRow, findEvents } from './events/find-events.ts';
import { type Handler } from './handler.ts';
import { limitNotice, withNotices } from './notices.ts';
import { projectOf } from './scope.ts';

const DEFAULT_LIMIT = 500;

/** One row a checkpoint a run has saved in the time range, the latest first; from the events the runner reports. */
export const answerCheckpoints: Handler<'checkpoints'> = ({ query, range }, { db }) => {
  const limit = query.limit ?? DEFAULT_LIMIT;
  const { events } = findEvents(db, {
    range,
    project: projectOf(db, query),
    ...(query.tag ? { tag: query.tag } : {}),
    ...(query.run ? { run: query.run } : {}),
    types: ['checkpoint.saved'],
    order: 'desc',
    limit: limit + 1,
  });
  const notices = events.length > limit ? [limitNotice(limit, 'checkpoints')] : [];
  return [buildFrame('checkpoints', CHECKPOINT_COLUMNS, events.slice(0, limit).map(row), withNotices({}, notices))];
};

function row(event: EventRow): Record<string, unknown> {
  const data = (JSON.parse(event.data) ?? {}) as Record<string, unknown>;
  const number = (value: unknown) => (typeof value === 'number' && Number.isFinite(value) ? value : 0);
  return {
    id: typeof data.id === 'string' && event.run ? `${event.run}/${data.id}` : event.id,
    project: event.project ?? '',
    run: event.run ?? '',
    createdAt: event.at,
    reason: typeof data.reason === 'string' ? data.reason : '',
    valid: number(data.copies) > 0,
    sizeBytes: number(data.bytes),
    tasksDone: Math.round(number(data.done)),
    tasksOpen: Math.round(number(data.open)),
    ...useOf(data.use),
  };
}

function useOf(data: unknown): Record<string, unknown> {
  const use = (typeof data === 'object' && data !== null ? data : {}) as Record<string, unknown>;
  const number = (value: unknown) => (typeof value === 'number' && Number.isFinite(value) ? value : null);
  return {
    host: typeof use.host === 'string' ? use.host : null,
    cpuPercent: number(use.cpuPercent),
    memoryBytes: number(use.memoryBytes),
    memoryPercent: number(use.memoryPercent),
  };
}
