import { type DatabaseSync } from 'node:sqlite';
import { count, text, whole } from '../values.ts';
import { type Projection } from './types.ts';

/** Inputs that cannot be read now: a row goes when the input is well again. */
export function problemsProjection(db: DatabaseSync): Projection {
  const broken = db.prepare(`
    INSERT INTO problems VALUES (?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET problem = excluded.problem, line = excluded.line`);
  const well = db.prepare('DELETE FROM problems WHERE project = ? AND input = ?');
  return {
    on: {
      'input.broken'(event) {
        const { input, problem, line } = event.data;
        if (event.project !== undefined) {
          broken.run(event.project, text(input) ?? '', text(problem) ?? 'It cannot be read', whole(line), event.at);
        }
      },
      'input.recovered'(event) {
        if (event.project !== undefined) {
          well.run(event.project, text(event.data.input) ?? '');
        }
      },
    },
  };
}

/** How far the history of a project is imported. */
export function importsProjection(db: DatabaseSync): Projection {
  const write = db.prepare(`
    INSERT INTO imports VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET head = coalesce(excluded.head, head), commits_done = excluded.commits_done,
      commits_total = excluded.commits_total, finished_at = excluded.finished_at, updated_at = excluded.updated_at`);
  return {
    on: {
      'import.progress'(event) {
        const { head, commitsDone, commitsTotal, finished } = event.data;
        if (event.project !== undefined) {
          const at = finished === true ? event.at : null;
          write.run(event.project, text(head), count(commitsDone), count(commitsTotal), at, event.at);
        }
      },
    },
  };
}
