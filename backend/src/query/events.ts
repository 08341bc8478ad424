import { EVENT_COLUMNS } from '#contract/columns.ts';
import { EVENT_SOURCES } from '#contract/events.ts';
import { buildFrame, type Notice } from '#contract/frames.ts';
import { QueryError } from './errors.ts';
import { eventText } from './events/event-text.ts';
import { type EventRow, findEvents } from './events/find-events.ts';
import { loadTitles } from './events/titles.ts';
import { type Handler } from './handler.ts';
import { limitNotice, withNotices } from './notices.ts';
import { projectOf } from './scope.ts';

const DEFAULT_LIMIT = 1000;

/** One row an event of the time range, each with a sentence; the latest first unless asked otherwise. */
export const answerEvents: Handler<'events'> = ({ query, range }, { db }) => {
  const unknown = query.sources?.find((source) => !(EVENT_SOURCES as readonly string[]).includes(source));
  if (unknown !== undefined) {
    throw new QueryError(
      `Query field 'sources' of events must hold only ${EVENT_SOURCES.join(', ')}; it holds '${unknown}'.`
    );
  }
  const limit = query.limit ?? DEFAULT_LIMIT;
  const found = findEvents(db, {
    ...query,
    project: projectOf(db, query),
    range,
    order: query.order ?? 'desc',
    limit: limit + 1,
  });
  const notices: Notice[] = [];
  if (found.events.length > limit) {
    notices.push(limitNotice(limit, 'events'));
  }
  if (found.searched !== undefined) {
    const end = query.order === 'asc' ? 'oldest' : 'newest';
    notices.push({
      severity: 'warning',
      text: `Searched the ${found.searched} ${end} events of the range. Narrow the time range to search the others.`,
    });
  }
  const shown = found.events.slice(0, limit);
  const titleOf = loadTitles(db, shown);
  return [
    buildFrame(
      'events',
      EVENT_COLUMNS,
      shown.map((event) => eventRow(event, titleOf)),
      withNotices({}, notices)
    ),
  ];
};

/** An event by the names of EVENT_COLUMNS. */
export function eventRow(event: EventRow, titleOf: ReturnType<typeof loadTitles>): Record<string, unknown> {
  const data = parse(event.data);
  return {
    time: event.at,
    seenAt: event.seen_at,
    id: event.id,
    seq: event.seq,
    type: event.type,
    project: event.project,
    tag: event.tag,
    run: event.run,
    taskId: event.task_id,
    attempt: event.attempt,
    session: event.session,
    agent: event.agent,
    source: event.source,
    text: eventText({ ...event, taskId: event.task_id, data }, () => titleOf(event)),
    data,
  };
}

function parse(data: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(data);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
