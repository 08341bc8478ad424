import { type DatabaseSync } from 'node:sqlite';
import { type RowCache, rowCache } from '../row-cache.ts';
import { text } from '../values.ts';
import { type Projection } from './types.ts';

export interface ProjectRow {
  id: string;
  name: string;
  path: string;
  git_dir: string | null;
  tasks_file: string | null;
  current_tag: string | null;
  added_at: number;
  last_at: number | null;
  open_run: string | null;
  removed_at: number | null;
}

export type ProjectRows = RowCache<ProjectRow>;

export function projectRows(db: DatabaseSync): ProjectRows {
  const load = db.prepare('SELECT * FROM projects WHERE id = ?');
  const save = db.prepare('INSERT OR REPLACE INTO projects VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  return rowCache(
    (id) => load.get(id) as ProjectRow | undefined,
    (row) =>
      save.run(
        row.id,
        row.name,
        row.path,
        row.git_dir,
        row.tasks_file,
        row.current_tag,
        row.added_at,
        row.last_at,
        row.open_run,
        row.removed_at
      )
  );
}

/** Projects that are followed, and those only heard of: named by their id, without a path. */
export function projectsProjection(rows: ProjectRows): Projection {
  return {
    every(event) {
      if (event.project === undefined) {
        return;
      }
      const row = rows.get(event.project) ?? {
        id: event.project,
        name: event.project,
        path: '',
        git_dir: null,
        tasks_file: null,
        current_tag: null,
        added_at: event.at,
        last_at: null,
        open_run: null,
        removed_at: null,
      };
      row.last_at = Math.max(row.last_at ?? 0, event.at);
      rows.put(row.id, row);
    },
    on: {
      'project.added'(event) {
        const row = event.project === undefined ? undefined : rows.get(event.project);
        if (row) {
          row.name = text(event.data.name) ?? row.name;
          row.path = text(event.data.path) ?? row.path;
          // Who follows the files knows what is not there; others leave out what they do not know.
          const told = (said: unknown, before: string | null) =>
            text(said) ?? (event.source === 'file' ? null : before);
          row.git_dir = told(event.data.gitDir, row.git_dir);
          row.tasks_file = told(event.data.tasksFile, row.tasks_file);
          row.current_tag = told(event.data.currentTag, row.current_tag);
          row.removed_at = null;
          rows.put(row.id, row);
        }
      },
      'project.removed'(event) {
        const row = event.project === undefined ? undefined : rows.get(event.project);
        if (row) {
          row.removed_at = event.at;
          rows.put(row.id, row);
        }
      },
    },
    flush: () => rows.flush(),
    forget: () => rows.forget(),
  };
}
