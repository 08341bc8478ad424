import { type DatabaseSync } from 'node:sqlite';
import { rows } from '../sql.ts';

/** A stretch of time in which a session served one task. Stretches of a session never overlap. */
export interface Attribution {
  session: string;
  from: number;
  /** null: still. */
  until: number | null;
  project: string;
  tag: string;
  taskId: string;
  attempt: number | null;
  kind: string;
}

const COLUMNS = `session, from_at AS "from", until_at AS until, project, tag, task_id AS taskId, attempt, kind`;

/** SQLite takes some thousand parameters; a JSON list is one. */
export const IN_LIST = 'IN (SELECT value FROM json_each(?))';

/** Stretches of a task, the latest first. */
export function attributionsOfTask(db: DatabaseSync, project: string, tag: string, taskId: string): Attribution[] {
  return rows<Attribution>(
    db,
    `SELECT ${COLUMNS} FROM attributions WHERE project = ? AND tag = ? AND task_id = ? ORDER BY from_at DESC`,
    project,
    tag,
    taskId
  );
}

/** Says which task a session served at a moment. Reads the stretches of a session when it is first asked for. */
export class AttributionLookup {
  private readonly db: DatabaseSync;
  private readonly bySession = new Map<string, Attribution[]>();

  constructor(db: DatabaseSync, sessions: Iterable<string>) {
    this.db = db;
    const ids = [...new Set(sessions)];
    for (const id of ids) {
      this.bySession.set(id, []);
    }
    for (const one of rows<Attribution>(
      this.db,
      `SELECT ${COLUMNS} FROM attributions WHERE session ${IN_LIST} ORDER BY session, from_at`,
      JSON.stringify(ids)
    )) {
      this.bySession.get(one.session)?.push(one);
    }
  }

  at(session: string | null | undefined, time: number): Attribution | undefined {
    const list = session ? this.bySession.get(session) : undefined;
    if (!list) {
      return undefined;
    }
    // The last stretch that begins at or before the time.
    let low = 0;
    let high = list.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (list[middle]!.from <= time) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    const found = list[low - 1];
    return found && (found.until === null || time < found.until) ? found : undefined;
  }
}
