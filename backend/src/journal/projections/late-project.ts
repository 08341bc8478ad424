import { type DatabaseSync } from 'node:sqlite';
import { type ProjectKnown } from './sessions.ts';

/**
 * Gives what a session did before its project was known to that project, and to the run of the event that told it. The
 * rows of `events` remember (`late`) that they got it later, so that a replay learns it at the same place.
 */
export function lateProject(db: DatabaseSync, tagOf: (project: string) => string): ProjectKnown {
  const events = db.prepare(`
    UPDATE events SET project = ?1, run = coalesce(run, ?2), tag = CASE WHEN task_id IS NULL THEN tag ELSE coalesce(tag, ?4) END,
      late = 1 + CASE WHEN run IS NULL AND ?2 IS NOT NULL THEN 2 ELSE 0 END
        + CASE WHEN tag IS NULL AND task_id IS NOT NULL THEN 4 ELSE 0 END
    WHERE session = ?3 AND project IS NULL`);
  const usage = db.prepare(`
    UPDATE usage SET project = ?1, run = coalesce(run, ?2), tag = CASE WHEN pinned THEN coalesce(tag, ?4) ELSE tag END
    WHERE session = ?3 AND project IS NULL`);
  const errors = db.prepare(`
    UPDATE api_errors SET project = ?1, run = coalesce(run, ?2) WHERE session = ?3 AND project IS NULL`);
  const evidence = db.prepare(`
    UPDATE evidence SET project = ?1, tag = coalesce(tag, ?2) WHERE session = ?3 AND project IS NULL`);
  return (session, event) => {
    const project = event.project ?? '';
    const run = event.run ?? null;
    const tag = tagOf(project);
    events.run(project, run, session.id, tag);
    usage.run(project, run, session.id, tag);
    errors.run(project, run, session.id);
    evidence.run(project, tag, session.id);
  };
}
