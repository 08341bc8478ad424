import { type DatabaseSync } from 'node:sqlite';
import { type SpanRecord } from '../../types.ts';
import { CONTEXT_TABLES } from '../shared/contexts.ts';
import { INDEX_TABLES } from '../shared/text-index.ts';

export const KINDS: ReadonlyArray<SpanRecord['kind']> = [
  'unspecified',
  'internal',
  'server',
  'client',
  'producer',
  'consumer',
];
export const STATUSES: ReadonlyArray<SpanRecord['status']> = ['unset', 'ok', 'error'];

/** `head` packs kind (3 bits) and status. */
export const STATUS_SHIFT = 8;

/** A trace's spans lie together: key = number of the trace × 2^20 + running number. */
export const PER_TRACE = 1_048_576;

const TABLES = `
  CREATE TABLE IF NOT EXISTS operation (
    id INTEGER PRIMARY KEY AUTOINCREMENT, service TEXT NOT NULL, name TEXT NOT NULL, UNIQUE (service, name)
  );
  CREATE TABLE IF NOT EXISTS trace (
    id INTEGER PRIMARY KEY,
    trace_id TEXT NOT NULL UNIQUE,
    start REAL NOT NULL,
    finish REAL NOT NULL,
    spans INTEGER NOT NULL,
    errors INTEGER NOT NULL,
    root_start REAL NOT NULL,
    root_orphan INTEGER NOT NULL,   -- 1 where no span is without a parent: then the earliest stands for the root
    operation INTEGER NOT NULL,     -- of the root
    context INTEGER NOT NULL,       -- of the root
    split INTEGER NOT NULL DEFAULT 0 -- 1 where the day before or after has spans of it too
  );
  CREATE INDEX IF NOT EXISTS trace_time ON trace (start, finish, errors, split);
  CREATE TABLE IF NOT EXISTS span (
    id INTEGER PRIMARY KEY,
    span_id TEXT NOT NULL,
    parent_id TEXT,
    operation INTEGER NOT NULL,
    context INTEGER NOT NULL,
    head INTEGER NOT NULL,
    start REAL NOT NULL,
    duration REAL NOT NULL,
    attributes TEXT,                -- JSON object, null where empty
    rest TEXT                       -- JSON object of what few spans have: statusMessage, scope, events, links
  );
  ${CONTEXT_TABLES} ${INDEX_TABLES}`;

/** Makes the tables of a day's spans where they are missing. */
export function createTraceTables(db: DatabaseSync): void {
  db.exec(`BEGIN; ${TABLES} COMMIT;`);
}
