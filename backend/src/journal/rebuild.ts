import { type DatabaseSync } from 'node:sqlite';
import { type EventRow, originalOfRow } from './event-row.ts';
import { type Projections } from './projections/index.ts';
import { everything, projectsOnly, type Scope } from './scope.ts';

/** Events replayed in one transaction; a longer rebuild says in `meta` that it is under way, and is begun again after a crash. */
const CHUNK = 200_000;
/** Events read and applied at once. */
const READ = 5000;
const PENDING = 'rebuild';

/** Makes every projection anew from all events. Commits. */
export function rebuildAll(db: DatabaseSync, projections: Projections, chunk = CHUNK): void {
  rebuild(db, projections, everything(), chunk);
}

/** Makes anew what belongs to these projects (null: to none). May be called in a transaction; commits it. */
export function rebuildProjects(
  db: DatabaseSync,
  projections: Projections,
  projects: ReadonlyArray<string | null>,
  chunk = CHUNK
): void {
  rebuild(db, projections, projectsOnly(db, projects), chunk);
}

/** Ends a rebuild that a crash cut off, by making everything anew. Returns whether there was one. */
export function finishRebuild(db: DatabaseSync, projections: Projections, chunk = CHUNK): boolean {
  const pending = db.prepare('SELECT 1 FROM meta WHERE key = ?').get(PENDING) !== undefined;
  if (pending) {
    rebuildAll(db, projections, chunk);
  }
  return pending;
}

function rebuild(db: DatabaseSync, projections: Projections, scope: Scope, chunk: number): void {
  if (!db.isTransaction) {
    db.exec('BEGIN IMMEDIATE');
  }
  projections.forget();
  scope.clear(db);
  db.prepare('INSERT OR REPLACE INTO meta VALUES (?, ?)').run(PENDING, 'under way');
  const next = db.prepare(`SELECT * FROM events WHERE seq > ? AND ${scope.events} ORDER BY seq LIMIT ${READ}`);
  let last = 0;
  let sinceCommit = 0;
  for (;;) {
    const rows = next.all(last, ...scope.values) as unknown as EventRow[];
    for (const row of rows) {
      projections.apply(originalOfRow(row));
      last = row.seq;
    }
    projections.flush();
    if (rows.length < READ) {
      break;
    }
    sinceCommit += rows.length;
    if (sinceCommit >= chunk) {
      sinceCommit = 0;
      db.exec('COMMIT');
      db.exec('BEGIN IMMEDIATE');
    }
  }
  db.prepare('DELETE FROM meta WHERE key = ?').run(PENDING);
  db.exec('COMMIT');
}
