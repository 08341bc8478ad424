import { type DatabaseSync } from 'node:sqlite';
import { QueryError } from './errors.ts';
import { row, rows } from './sql.ts';

/** One tag of one project: what a table of tasks or a graph is about. */
export interface Scope {
  project: string;
  tag: string;
}

export interface ScopeQuery {
  project?: string;
  tag?: string;
  run?: string;
}

interface ProjectTag {
  id: string;
  current_tag: string | null;
}

/** Tags of a project's task file that are known, in order of their names. */
export function tagsOf(db: DatabaseSync, project: string): string[] {
  return rows<{ tag: string }>(
    db,
    // Jumps from tag to tag through the primary key instead of reading every task.
    `WITH RECURSIVE tags(tag) AS (
       SELECT min(tag) FROM tasks WHERE project = ?1
       UNION ALL
       SELECT (SELECT min(tag) FROM tasks WHERE project = ?1 AND tag > tags.tag) FROM tags WHERE tags.tag IS NOT NULL
     ) SELECT tag FROM tags WHERE tag IS NOT NULL`,
    project
  ).map(({ tag }) => tag);
}

/** The tag shown where none is asked for: Task Master's current one, else `master`, else the first. */
export function currentTag(db: DatabaseSync, project: ProjectTag): string | undefined {
  const tags = tagsOf(db, project.id);
  if (project.current_tag !== null && (tags.length === 0 || tags.includes(project.current_tag))) {
    return project.current_tag;
  }
  return tags.includes('master') ? 'master' : tags[0];
}

/** The project of a query, checked: a name nobody knows is an error, not an empty panel. */
export function checkProject(db: DatabaseSync, id: string): ProjectTag {
  const found = row<ProjectTag>(db, 'SELECT id, current_tag FROM projects WHERE id = ?', id);
  if (!found) {
    throw new QueryError(`There is no project '${id}'. Known projects: ${knownProjects(db)}.`, 404);
  }
  return found;
}

function knownProjects(db: DatabaseSync): string {
  const ids = rows<{ id: string }>(db, 'SELECT id FROM projects WHERE removed_at IS NULL ORDER BY id LIMIT 20');
  return ids.length === 0 ? 'none yet' : ids.map(({ id }) => id).join(', ');
}

/** The project of a query that names one directly or through its run; undefined means all. Checks that both exist. */
export function projectOf(db: DatabaseSync, query: ScopeQuery): string | undefined {
  if (query.run) {
    const run = row<{ project: string }>(db, 'SELECT project FROM runs WHERE id = ?', query.run);
    if (!run) {
      throw new QueryError(`There is no run '${query.run}'.`, 404);
    }
    if (query.project && query.project !== run.project) {
      throw new QueryError(`Run '${query.run}' belongs to project '${run.project}', not to '${query.project}'.`);
    }
    return run.project;
  }
  return query.project ? checkProject(db, query.project).id : undefined;
}

/** Tags a query is about: of one project or of all, the current one each, a given one, or with '*' every one. */
export function scopesOf(db: DatabaseSync, query: ScopeQuery): Scope[] {
  const project = projectOf(db, query);
  const projects =
    project === undefined
      ? rows<ProjectTag>(db, 'SELECT id, current_tag FROM projects WHERE removed_at IS NULL ORDER BY id')
      : [checkProject(db, project)];
  return projects.flatMap((one) => {
    if (query.tag === '*') {
      return tagsOf(db, one.id).map((tag) => ({ project: one.id, tag }));
    }
    const tag = query.tag || (query.run ? tagOfRun(db, query.run) : undefined) || currentTag(db, one);
    return tag === undefined ? [] : [{ project: one.id, tag }];
  });
}

/** The tag most of a run's transitions belong to: work on a tag that is no longer the current one is still found. */
function tagOfRun(db: DatabaseSync, run: string): string | undefined {
  return row<{ tag: string }>(
    db,
    'SELECT tag FROM transitions WHERE run = ? GROUP BY tag ORDER BY count(*) DESC, tag LIMIT 1',
    run
  )?.tag;
}
