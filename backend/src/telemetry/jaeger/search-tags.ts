import { type TraceSearch } from '../types.ts';

/** Attributes under which a span's origin is sent; what Jaeger can be asked for. */
const ORIGIN_TAGS = new Map([
  ['session', 'session.id'],
  ['project', 'taskmaster.project'],
  ['run', 'taskmaster.run.id'],
  ['taskId', 'taskmaster.task.id'],
  ['tag', 'taskmaster.tag'],
]);

/** More sessions than this are not asked for one by one. */
const MOST_SESSIONS = 8;

/**
 * What of a search Jaeger can do itself: equal, non-empty values of attributes of one span. The rest (patterns, missing
 * labels, many sessions, durations of whole traces) is decided here, over the traces it gives. One search for each set
 * of tags: Jaeger knows no “or”.
 */
export function searchTags(search: TraceSearch): Array<Record<string, string>> {
  const { sessions, project, taskId, filters, errorsOnly } = search;
  const tags: Record<string, string> = {};
  const put = (label: string, value: string): void => {
    const name = ORIGIN_TAGS.get(label) ?? label;
    if (value !== '' && label !== 'service' && !Object.hasOwn(tags, name)) {
      tags[name] = value;
    }
  };
  for (const { label, op, value } of filters) {
    if (op === '=') {
      put(label, value);
    }
  }
  if (project !== undefined) {
    put('project', project);
  }
  if (taskId !== undefined) {
    put('taskId', taskId);
  }
  if (!sessions) {
    // The error may be another span's: beside other tags it would have to be the same span's. And not every storage of
    // Jaeger finds all by this tag, so that the latest are looked through as well.
    const alone = errorsOnly && Object.keys(tags).length === 0;
    return alone ? [tags, { error: 'true' }] : [tags];
  }
  return sessions.length > MOST_SESSIONS || 'session.id' in tags
    ? [tags]
    : sessions.map((session) => ({ ...tags, 'session.id': session }));
}
