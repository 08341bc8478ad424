import { EVENT_SOURCES, type NewEvent } from '#contract/events.ts';

/** The last moment JavaScript can name, epoch ms. */
const LAST_MOMENT = 8.64e15;
const MAX_NAME = 512;
const NAMES = ['id', 'project', 'tag', 'run', 'taskId', 'session', 'agent'] as const;

/** What is wrong with an event, in a sentence that names the field and what was expected; undefined where nothing is. */
export function problemOf(event: NewEvent): string | undefined {
  if (typeof event.type !== 'string' || event.type === '' || event.type.length > 200) {
    return 'type: a text of 1 to 200 characters was expected';
  }
  if (typeof event.at !== 'number' || !(event.at >= 0 && event.at <= LAST_MOMENT)) {
    return 'at: milliseconds since 1970-01-01 UTC were expected';
  }
  if (!(EVENT_SOURCES as readonly string[]).includes(event.source)) {
    return `source: one of ${EVENT_SOURCES.join(', ')} was expected`;
  }
  for (const name of NAMES) {
    const value: unknown = event[name];
    if (value !== undefined && (typeof value !== 'string' || value === '' || value.length > MAX_NAME)) {
      return `${name}: a text of 1 to ${MAX_NAME} characters was expected`;
    }
  }
  if (event.attempt !== undefined && !(Number.isSafeInteger(event.attempt) && event.attempt > 0)) {
    return 'attempt: a whole number from 1 was expected';
  }
  if (
    event.data !== undefined &&
    (typeof event.data !== 'object' || event.data === null || Array.isArray(event.data))
  ) {
    return 'data: an object was expected';
  }
  return problemOfKnown(event);
}

/** What the types that change task rows cannot do without. */
function problemOfKnown(event: NewEvent): string | undefined {
  const data = event.data ?? {};
  switch (event.type) {
    case 'task.status':
      return typeof data.to === 'string' && data.to !== '' ? subject(event) : 'data.to: the new status was expected';
    case 'task.added':
    case 'task.changed':
      return typeof (data.task as { title?: unknown } | null | undefined)?.title === 'string'
        ? subject(event)
        : 'data.task: a task definition with a title was expected';
    case 'task.removed':
    case 'attempt.started':
    case 'attempt.ended':
      return subject(event);
    case 'usage.reported':
      return ['api_request', 'llm_span', 'metric'].includes(String(data.reporter))
        ? undefined
        : 'data.reporter: one of api_request, llm_span, metric was expected';
    default:
      return undefined;
  }
}

function subject(event: NewEvent): string | undefined {
  if (event.taskId === undefined) {
    return `taskId: the task this ${event.type} is about was expected`;
  }
  return event.project === undefined && event.session === undefined
    ? `project: the project this ${event.type} is about was expected`
    : undefined;
}
