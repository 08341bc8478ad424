import { type DatabaseSync } from 'node:sqlite';
import { text, whole } from '../values.ts';
import { type SessionRows } from './session-rows.ts';
import { type Projection } from './types.ts';

/** Strongest last, so that one not known is weaker than all. */
const REPORTERS = ['hook', 'llm_span', 'api_error'];

/** Calls of a model that failed for good. As with usage, one reporter a session is `counted`. */
export function apiErrorsProjection(db: DatabaseSync, sessions: SessionRows): Projection {
  const insert = db.prepare(`
    INSERT INTO api_errors (id, session, reporter, counted, project, run, at, model, status_code, error, attempts, exhausted)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const uncount = db.prepare('UPDATE api_errors SET counted = 0 WHERE session = ? AND counted = 1');
  return {
    on: {
      'api.failed'(event) {
        const { data } = event;
        const reporter = text(data.reporter);
        const row = event.session === undefined ? undefined : sessions.get(event.session);
        let counted = true;
        if (row) {
          const strength = REPORTERS.indexOf(reporter ?? '');
          const known = row.error_reporter === null ? -2 : REPORTERS.indexOf(row.error_reporter);
          if (strength > known) {
            uncount.run(row.id);
            row.api_errors = 0;
            row.error_reporter = reporter ?? 'other';
          }
          counted = strength >= known;
          row.api_errors += counted ? 1 : 0;
          sessions.put(row.id, row);
        }
        insert.run(
          event.seq,
          event.session ?? null,
          reporter,
          counted ? 1 : 0,
          event.project ?? null,
          event.run ?? null,
          event.at,
          text(data.model),
          whole(data.statusCode),
          text(data.error),
          whole(data.attempts),
          data.exhausted === true ? 1 : 0
        );
      },
    },
  };
}
