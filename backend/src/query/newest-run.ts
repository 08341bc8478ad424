import { type DatabaseSync } from 'node:sqlite';
import { QueryError } from './errors.ts';
import { row } from './sql.ts';
import { checkProject } from './scope.ts';

/** What stands in `run` for the run a project is in, or was in last. */
export const NEWEST = 'newest';

/**
 * The query with the run that `newest` stands for: the open one, else the latest observed or executed one, else the
 * latest imported one. A project without any run keeps none, so that it is answered as a whole.
 */
export function withNewestRun<T extends object>(db: DatabaseSync, query: T): T {
  const { run, project, ...rest } = query as { run?: string; project?: string };
  if (run !== NEWEST) {
    return query;
  }
  if (!project) {
    throw new QueryError(`run '${NEWEST}' needs 'project': it is that project's open or latest run.`);
  }
  checkProject(db, project);
  const found = row<{ id: string }>(
    db,
    `SELECT id FROM runs WHERE project = ? ORDER BY ended_at IS NULL DESC, source <> 'git' DESC, started_at DESC, id LIMIT 1`,
    project
  );
  return { ...rest, project, ...(found && { run: found.id }) } as T;
}
