import { type DatabaseSync } from 'node:sqlite';
import { StoreError } from '../store/types.ts';
import { type EventRow, eventOfRow } from './event-row.ts';
import { lockFolder } from './open/lock.ts';
import { BUSY_MS, openDatabase } from './open/open-database.ts';
import { CHECKPOINT_PAGES } from './open/settings.ts';
import { storeError } from './open/sqlite-error.ts';
import { openProjections } from './projections/index.ts';
import { purgeEvents } from './purge/purge.ts';
import { finishRebuild, rebuildAll } from './rebuild.ts';
import { watchClock } from './clock.ts';
import { type Journal, type JournalOptions } from './types.ts';
import { eventWriter } from './writer.ts';

/**
 * Opens the journal in `file`, makes it where there is none, and keeps every other instance off it. Throws `StoreError`:
 * `locked`, `readonly`, `full`, `invalid` (of a newer version). A damaged file is moved aside, what can be read of it goes
 * into a new one, and `health` says so.
 */
export function openJournal(file: string, options: JournalOptions): Journal {
  const now = options.now ?? Date.now;
  const openedAt = now();
  const unlock = lockFolder(file, openedAt);
  let db: DatabaseSync;
  let salvaged: string | undefined;
  try {
    ({ db, salvaged } = openDatabase(file, openedAt));
  } catch (error) {
    unlock();
    throw storeError(error, file);
  }

  const projections = openProjections(db);
  const writer = eventWriter(db, projections, options.idleGapMs);
  const clock = watchClock(db);
  const since = db.prepare('SELECT * FROM events WHERE seq > ? ORDER BY seq LIMIT ?');
  const log = db.prepare('PRAGMA wal_checkpoint(NOOP)');
  let trouble: { error: StoreError; at: number } | undefined;
  let closed = false;
  /** What was purged may still stand in the write-ahead log. */
  let truncateDue = false;

  const rollback = (): void => {
    if (db.isTransaction) {
      db.exec('ROLLBACK');
    }
    projections.forget();
    writer.reset();
  };
  /** Runs one step; an error undoes the transaction and is told in a sentence. */
  const guarded = <T>(step: () => T): T => {
    if (closed) {
      throw new StoreError('closed', 'The store is closed');
    }
    try {
      return step();
    } catch (error) {
      rollback();
      const told = storeError(error, file);
      trouble = told.code === 'invalid' ? trouble : { error: told, at: now() };
      throw told;
    }
  };
  const begin = (): void => {
    db.exec('BEGIN IMMEDIATE');
  };
  const commit = (): void => {
    projections.flush();
    db.exec('COMMIT');
    trouble = undefined;
  };
  /** In the transaction that is open, or in one of its own. */
  const within = <T>(step: () => T): T =>
    guarded(() => {
      if (db.isTransaction) {
        return step();
      }
      begin();
      const result = step();
      commit();
      return result;
    });
  const afterBulkChange = (): void => {
    projections.forget();
    writer.reset();
  };

  const journal: Journal = {
    begin: () => guarded(begin),
    append: (events, seenAt) =>
      within(() => {
        clock.saw(seenAt);
        return writer.append(events, seenAt);
      }),
    commit: () => guarded(commit),
    rollback: () => guarded(rollback),
    closeIdleRuns: (at) => within(() => writer.closeIdleRuns(at)),
    eventsSince: (seq, limit) => guarded(() => (since.all(seq, limit) as unknown as EventRow[]).map(eventOfRow)),
    lastSeq: () => writer.lastSeq(),
    checkpoint(force = false) {
      guarded(() => {
        if (truncateDue) {
          db.exec('PRAGMA busy_timeout = 0');
          truncateDue = db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()?.busy === 1;
          db.exec(`PRAGMA busy_timeout = ${BUSY_MS}`);
        }
        const { log: pages = 0, checkpointed = 0 } = log.get() as { log?: number; checkpointed?: number };
        if (force || pages - checkpointed >= CHECKPOINT_PAGES) {
          db.exec('PRAGMA wal_checkpoint(PASSIVE)'); // never waits for readers
        }
      });
    },
    purge: (request) =>
      guarded(() => {
        const result = purgeEvents(db, projections, request, now(), options.rebuildChunk);
        truncateDue = true; // a reader may have kept the old log from being emptied
        afterBulkChange();
        return result;
      }),
    rebuild: () =>
      guarded(() => {
        rebuildAll(db, projections, options.rebuildChunk);
        afterBulkChange();
      }),
    health(at) {
      if (trouble) {
        const state = trouble.error.code === 'full' ? 'degraded' : 'down';
        return { state, text: trouble.error.message, since: trouble.at };
      }
      const back = clock.health(at);
      const texts = [salvaged, back?.text].filter((text) => text !== undefined);
      return texts.length > 0
        ? { state: 'degraded', text: texts.join(' '), since: back?.since ?? openedAt }
        : { state: 'ok', text: `${file}: in order` };
    },
    close() {
      if (closed) {
        return;
      }
      closed = true;
      try {
        db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      } catch {
        // What is in the log stays there and is read at the next start.
      }
      db.close();
      unlock();
    },
  };
  guarded(() => {
    if (finishRebuild(db, projections, options.rebuildChunk)) {
      afterBulkChange();
    }
  });
  return journal;
}
