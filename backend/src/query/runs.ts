import { type SQLInputValue } from 'node:sqlite';
import { RUN_COLUMNS } from '#contract/columns.ts';
import { buildFrame } from '#contract/frames.ts';
import { type QueryContext } from './context.ts';
import { QueryError } from './errors.ts';
import { type Handler } from './handler.ts';
import { limitNotice, withNotices } from './notices.ts';
import { checkProject } from './scope.ts';
import { rows, Where } from './sql.ts';
import { roundCost, USAGE_SUMS, type Usage } from './state/usage.ts';

const DEFAULT_LIMIT = 500;
const SOURCES = ['observed', 'execute', 'git'];

interface RunRow extends Usage {
  id: string;
  project: string;
  source: string;
  startedAt: number;
  lastAt: number;
  endedAt: number | null;
  endReason: string | null;
  transitions: number;
  finished: number;
  failed: number;
  sessions: number;
}

/** One row a run that overlaps the time range, the latest first. */
export const answerRuns: Handler<'runs'> = ({ query, range }, context) => {
  if (query.source && !SOURCES.includes(query.source)) {
    throw new QueryError(`Query field 'source' of runs must be one of ${SOURCES.join(', ')}.`);
  }
  if (query.project) {
    checkProject(context.db, query.project);
  }
  const limit = query.limit ?? DEFAULT_LIMIT;
  const where = new Where()
    .equal('project', query.project)
    .equal('source', query.source)
    .add('started_at <= ?', range.to)
    .add('(ended_at IS NULL OR ended_at >= ?)', range.from);
  const found = runRows(context, where, limit + 1);
  const notices = found.length > limit ? [limitNotice(limit, 'runs')] : [];
  return [buildFrame('runs', RUN_COLUMNS, found.slice(0, limit), withNotices({}, notices))];
};

/** Runs under a condition, the latest first, by the names of RUN_COLUMNS. */
export function runRows(
  context: QueryContext,
  where: Where,
  limit: number,
  offset = 0
): Array<Record<string, unknown>> {
  const values: SQLInputValue[] = [...where.values, limit, offset];
  const found = rows<RunRow>(
    context.db,
    `SELECT r.id, r.project, source, started_at AS startedAt, last_at AS lastAt, ended_at AS endedAt, end_reason AS endReason,
       transitions, finished, failed, (SELECT count(*) FROM sessions s WHERE s.run = r.id) AS sessions, ${USAGE_SUMS}
     FROM (SELECT * FROM runs${where.toString()} ORDER BY started_at DESC, id LIMIT ? OFFSET ?) r
     LEFT JOIN usage_totals u ON u.run = r.id AND u.run <> ''
     GROUP BY r.id ORDER BY started_at DESC, r.id`,
    ...values
  );
  const now = context.now();
  return found.map(({ lastAt, ...run }) => ({
    ...roundCost(run),
    state: run.endedAt === null ? 'open' : 'closed',
    // Commits date transitions, they say nothing of how long was worked; a run of imported history has no duration.
    durationMs: run.source === 'git' ? null : Math.max(0, (run.endedAt ?? now) - run.startedAt),
    endedAt: run.endedAt === null ? null : Math.max(run.endedAt, lastAt),
  }));
}
