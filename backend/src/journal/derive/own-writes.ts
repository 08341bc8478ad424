import { type DatabaseSync } from 'node:sqlite';
import { type NewEvent } from '#contract/events.ts';
import { isObject } from '../../ingest/otlp/json.ts';
import { text } from '../values.ts';

/** What a run of an executor set in the task file just before it ended. */
interface LastWrites {
  run: string;
  endedAt: number;
  /** Statuses by task. */
  wrote: Record<string, unknown>;
}

export interface OwnWrites {
  /** Takes in the end of a run. */
  ended(event: NewEvent, project: string): void;
  /** The run that made this change itself, before it ended; undefined for any other change. `open`: another run goes on meanwhile. */
  runOf(event: NewEvent, project: string, open: boolean): string | undefined;
  /** Another run has begun: what follows is its own. */
  begun(project: string): void;
  forget(): void;
}

/**
 * While another run goes on. Otherwise a change may be seen at any time, by a service that was not there when it was made: what counts is that
 * it is the very same change.
 */
const SEEN_WITHIN_MS = 60_000;

/** Knows changes in the task file that are the last writes of a run which has just ended, and so no new activity. */
export function ownWrites(db: DatabaseSync): OwnWrites {
  const newest = db.prepare(`
    SELECT run, at, json_extract(data, '$.wrote') AS wrote FROM events
    WHERE project = ? AND type = 'run.ended' AND run IS NOT NULL ORDER BY at DESC, seq DESC LIMIT 1`);
  const lastOf = new Map<string, LastWrites | undefined>();

  const last = (project: string): LastWrites | undefined => {
    if (!lastOf.has(project)) {
      const row = newest.get(project) as { run: string; at: number; wrote: string | null } | undefined;
      const wrote: unknown = JSON.parse(row?.wrote ?? 'null');
      lastOf.set(project, row && isObject(wrote) ? { run: row.run, endedAt: row.at, wrote } : undefined);
    }
    return lastOf.get(project);
  };
  return {
    ended({ run, at, data }, project) {
      const wrote = data?.wrote;
      if (run !== undefined && isObject(wrote) && at >= (last(project)?.endedAt ?? 0)) {
        lastOf.set(project, { run, endedAt: at, wrote });
      }
    },
    begun(project) {
      lastOf.set(project, undefined);
    },
    runOf({ at, type, source, taskId, data }, project, open) {
      if (type !== 'task.status' || source !== 'file' || taskId === undefined || data?.initial === true) {
        return undefined;
      }
      const before = last(project);
      if (!before || at < before.endedAt || (open && at > before.endedAt + SEEN_WITHIN_MS)) {
        return undefined;
      }
      const statuses = Object.hasOwn(before.wrote, taskId) ? before.wrote[taskId] : undefined;
      return Array.isArray(statuses) && statuses.includes(text(data?.to)) ? before.run : undefined;
    },
    forget() {
      lastOf.clear();
    },
  };
}
