import { type DatabaseSync } from 'node:sqlite';
import { type LabelFilter } from '#contract/queries.ts';
import { type TimeRange } from '../../telemetry/types.ts';
import { QueryError } from '../errors.ts';
import { checkProject, currentTag, projectOf } from '../scope.ts';
import { row, rows } from '../sql.ts';
import { attributionsOfTask } from './attributions.ts';

/** Whom telemetry is asked about; as in the query types `metric`, `logs` and `traces`. */
export interface OriginQuery {
  project?: string;
  tag?: string;
  run?: string;
  taskId?: string;
  session?: string;
}

/** One search of an engine. The parts of a query find every record of it, and none twice. */
export interface OriginPart {
  range: TimeRange;
  sessions?: string[];
  project?: string;
  taskId?: string;
  filters: LabelFilter[];
  /** Project the sessions worked on, where it is known: which of several servers is to be asked. It filters nothing. */
  about?: string;
}

/** More stretches of one task than this are searched no further back. */
const MOST_STRETCHES = 60;

/** A record that names no session itself: the label of the origin, missing equals empty. */
const NO_SESSION: LabelFilter = { label: 'session', op: '=', value: '' };

/**
 * What agents send names their session, and seldom its project: that the journal learns later. So a project, run or task is
 * searched by its sessions, and apart from them by what records without a session say themselves.
 */
export function originParts(db: DatabaseSync, query: OriginQuery, range: TimeRange): OriginPart[] {
  const project = projectOf(db, query);
  const clipped = query.run ? clipToRun(db, query.run, range) : range;
  if (clipped.from >= clipped.to) {
    return [];
  }
  if (query.taskId) {
    return partsOfTask(db, { ...query, project, taskId: query.taskId }, clipped);
  }
  if (query.session) {
    const about = project ?? projectOfSession(db, query.session);
    return [{ range: clipped, sessions: [query.session], filters: [], ...(about === undefined ? {} : { about }) }];
  }
  if (project === undefined) {
    return [{ range: clipped, filters: [] }];
  }
  const own: LabelFilter[] = [NO_SESSION, ...(query.run ? [runFilter(query.run)] : [])];
  const sessions = sessionsOf(db, project, clipped);
  const apart: OriginPart = { range: clipped, project, filters: own };
  return sessions.length === 0 ? [apart] : [{ range: clipped, sessions, filters: [], about: project }, apart];
}

/** Records without a session may or may not name their run; those that name another are not meant. */
const runFilter = (run: string): LabelFilter => ({ label: 'run', op: '=~', value: `|${escapeRegex(run)}` });

const escapeRegex = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

function clipToRun(db: DatabaseSync, run: string, range: TimeRange): TimeRange {
  const found = row<{ started_at: number; ended_at: number | null; last_at: number }>(
    db,
    'SELECT started_at, ended_at, last_at FROM runs WHERE id = ?',
    run
  );
  const end = found?.ended_at === null || found === undefined ? range.to : Math.max(found.ended_at, found.last_at) + 1;
  return { from: Math.max(range.from, found?.started_at ?? range.from), to: Math.min(range.to, end) };
}

function projectOfSession(db: DatabaseSync, session: string): string | undefined {
  return (
    row<{ project: string | null }>(db, 'SELECT project FROM sessions WHERE id = ?', session)?.project ?? undefined
  );
}

function sessionsOf(db: DatabaseSync, project: string, range: TimeRange): string[] {
  return rows<{ id: string }>(
    db,
    'SELECT id FROM sessions WHERE project = ? AND last_at >= ? AND started_at <= ?',
    project,
    range.from,
    range.to
  ).map(({ id }) => id);
}

function partsOfTask(
  db: DatabaseSync,
  { project, tag, taskId, session }: OriginQuery & { taskId: string },
  range: TimeRange
): OriginPart[] {
  if (project === undefined) {
    throw new QueryError("Query field 'project' is missing: a task id alone fits several projects.");
  }
  const inTag = tag && tag !== '*' ? tag : currentTag(db, checkProject(db, project));
  const parts: OriginPart[] = [];
  for (const one of attributionsOfTask(db, project, inTag ?? '', taskId)) {
    const from = Math.max(range.from, one.from);
    const to = Math.min(range.to, one.until ?? range.to);
    if (from < to && (!session || one.session === session) && parts.length < MOST_STRETCHES) {
      parts.push({ range: { from, to }, sessions: [one.session], filters: [], about: project });
    }
  }
  return session ? parts : [...parts, { range, project, taskId, filters: [NO_SESSION] }];
}
