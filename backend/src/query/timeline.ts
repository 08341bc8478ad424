import { TIMELINE_COLUMNS } from '#contract/columns.ts';
import { buildFrame, type Notice } from '#contract/frames.ts';
import { QueryError } from './errors.ts';
import { type Handler } from './handler.ts';
import { limitNotice, withNotices } from './notices.ts';
import { scopesOf } from './scope.ts';
import { agentRows } from './timeline/agent-rows.ts';
import { floorOf } from './timeline/floor.ts';
import { runRows } from './timeline/run-rows.ts';
import { periodOf, type TimelineRow } from './timeline/row.ts';
import { loadSessions } from './timeline/sessions.ts';
import { taskRows } from './timeline/task-rows.ts';
import { toolRows } from './timeline/tool-rows.ts';

const DEFAULT_LIMIT = 5000;
const KINDS = ['run', 'task', 'attempt', 'agent', 'tool', 'marker'];

/**
 * One row a bar or point that overlaps the time range, by start. Where there are more than the limit, tool calls are left out first, the oldest
 * sessions' before the others', then what began first.
 */
export const answerTimeline: Handler<'timeline'> = ({ query, range }, context) => {
  const unknown = query.kinds?.find((kind) => !KINDS.includes(kind));
  if (unknown !== undefined) {
    throw new QueryError(`Query field 'kinds' of timeline must hold only ${KINDS.join(', ')}; it holds '${unknown}'.`);
  }
  const kinds = new Set(query.kinds && query.kinds.length > 0 ? query.kinds : KINDS);
  const limit = query.limit ?? DEFAULT_LIMIT;
  const { db } = context;
  const scopes = scopesOf(db, query);
  const period = periodOf(db, query, range, context.now());
  const found: TimelineRow[] = [];
  if (kinds.has('run') && !query.taskId && !query.session) {
    found.push(...runRows(db, scopes, period));
  }
  if (!query.session) {
    found.push(...scopes.flatMap((scope) => taskRows(context, scope, period, query, kinds, limit + 1)));
  }
  const sessions = kinds.has('agent') || kinds.has('tool') ? loadSessions(db, scopes, period, query) : [];
  if (kinds.has('agent')) {
    const starts = [...found.map(({ start }) => start), ...sessions.map((session) => session.started_at)];
    const floor = floorOf(starts, limit + 1);
    found.push(...agentRows(db, sessions, period, query.taskId, limit + 1, floor));
  }
  let isCut = found.length > limit;
  if (kinds.has('tool') && !isCut) {
    const tools = toolRows(db, sessions, period, query.taskId, limit - found.length);
    found.push(...tools.rows);
    isCut = tools.isCut;
  }
  const sorted = found.sort((a, b) => a.start - b.start);
  const shown = withKnownParents(sorted.slice(Math.max(0, sorted.length - limit)));
  const notices: Notice[] = isCut ? [limitNotice(shown.length, 'rows', undefined, 'latest')] : [];
  return [buildFrame('timeline', TIMELINE_COLUMNS, shown, withNotices({}, notices))];
};

/** A row whose parent was not asked for (the run of one task's rows) or was cut stands by itself. */
function withKnownParents(shown: TimelineRow[]): TimelineRow[] {
  const ids = new Set(shown.map(({ id }) => id));
  return shown.map((one) => (one.parentId && !ids.has(one.parentId) ? { ...one, parentId: null } : one));
}
