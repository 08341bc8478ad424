import { type DatabaseSync } from 'node:sqlite';
import { nearestStatus } from '#contract/status.ts';
import { text } from '../values.ts';
import { type Projection } from './types.ts';

/** Every status change that was seen or committed, and first sights of a status (`initial`). */
export function transitionsProjection(db: DatabaseSync): Projection {
  const insert = db.prepare('INSERT INTO transitions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  return {
    on: {
      'task.status'(event) {
        if (event.project === undefined || event.tag === undefined || event.taskId === undefined) {
          return;
        }
        const { data } = event;
        insert.run(
          event.seq,
          event.project,
          event.tag,
          event.taskId,
          event.run ?? null,
          event.at,
          text(data.from),
          nearestStatus(data.to),
          event.source,
          text(data.commit),
          text(data.author),
          data.initial === true ? 1 : 0
        );
      },
    },
  };
}
