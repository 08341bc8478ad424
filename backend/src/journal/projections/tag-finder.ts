import { type DatabaseSync } from 'node:sqlite';
import { type ProjectRows } from './projects.ts';

/** Task Master's own name for the tag it begins with. */
const DEFAULT_TAG = 'master';

/**
 * The tag meant where none is named: Task Master's current one, else `master`, else the first one the file has. A tag the file does
 * not have is not meant: what is said about its tasks would be found nowhere.
 */
export function tagFinder(db: DatabaseSync, projects: ProjectRows): (project: string) => string {
  const has = db.prepare('SELECT 1 FROM tasks WHERE project = ? AND tag = ? LIMIT 1');
  const first = db.prepare('SELECT min(tag) AS tag FROM tasks WHERE project = ?');
  return (project) => {
    const current = projects.get(project)?.current_tag ?? DEFAULT_TAG;
    if (has.get(project, current)) {
      return current;
    }
    const { tag } = first.get(project) as { tag: string | null };
    return tag === null ? current : has.get(project, DEFAULT_TAG) ? DEFAULT_TAG : tag;
  };
}
