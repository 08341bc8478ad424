import { type DatabaseSync, type SQLInputValue } from 'node:sqlite';

/** Which rows a rebuild empties and which events it replays. */
export interface Scope {
  /** Condition on `events`, with `values` for its parameters. */
  events: string;
  values: SQLInputValue[];
  clear(db: DatabaseSync): void;
}

const BY_PROJECT = [
  'runs',
  'tasks',
  'dependencies',
  'attempts',
  'transitions',
  'progress_marks',
  'in_progress',
  'sole_tasks',
  'problems',
  'imports',
] as const;
const BY_SESSION = ['agents', 'tool_calls', 'evidence', 'attributions'] as const;
const BY_BOTH = ['usage', 'api_errors'] as const;

export function everything(): Scope {
  return {
    events: 'true',
    values: [],
    clear(db) {
      for (const table of [...BY_PROJECT, ...BY_SESSION, ...BY_BOTH, 'sessions', 'projects']) {
        db.exec(`DELETE FROM ${table}`);
      }
    },
  };
}

/**
 * What belongs to these projects (null: to none), to their sessions, and to whatever other projects those sessions worked in:
 * a session's counts are whole or they are wrong.
 */
export function projectsOnly(db: DatabaseSync, projects: ReadonlyArray<string | null>): Scope {
  const names = JSON.stringify(connectedProjects(db, projects));
  const own = 'EXISTS (SELECT 1 FROM json_each(?1) WHERE value IS project)';
  const sessions = 'session IN (SELECT id FROM sessions_in_scope)';
  db.exec('CREATE TEMP TABLE IF NOT EXISTS sessions_in_scope (id TEXT PRIMARY KEY)');
  db.exec('DELETE FROM sessions_in_scope');
  db.prepare(`INSERT INTO sessions_in_scope SELECT id FROM sessions WHERE ${own}`).run(names);
  return {
    events: `(EXISTS (SELECT 1 FROM json_each(?) WHERE value IS project) OR ${sessions})`,
    values: [names],
    clear(target) {
      for (const table of BY_PROJECT) {
        target.prepare(`DELETE FROM ${table} WHERE ${own}`).run(names);
      }
      for (const table of BY_SESSION) {
        target.exec(`DELETE FROM ${table} WHERE ${sessions}`);
      }
      for (const table of BY_BOTH) {
        target.prepare(`DELETE FROM ${table} WHERE ${own} OR ${sessions}`).run(names);
      }
      target.exec('DELETE FROM sessions WHERE id IN (SELECT id FROM sessions_in_scope)');
      target.prepare('DELETE FROM projects WHERE id IN (SELECT value FROM json_each(?1))').run(names);
    },
  };
}

/** These projects and those their sessions worked in as well, until no new one turns up. */
export function connectedProjects(db: DatabaseSync, projects: ReadonlyArray<string | null>): Array<string | null> {
  const neighbours = db.prepare(`
    SELECT DISTINCT e.project AS project FROM sessions s JOIN events e ON e.session = s.id WHERE s.project IS ?1
    UNION SELECT DISTINCT s.project FROM events e JOIN sessions s ON s.id = e.session WHERE e.project IS ?1`);
  const found = new Set<string | null>(projects);
  for (const project of found) {
    for (const row of neighbours.all(project) as Array<{ project: string | null }>) {
      found.add(row.project); // the iteration of a Set reaches what is added on the way
    }
  }
  return [...found];
}
