import { type DatabaseSync } from 'node:sqlite';
import { type LogCategory, type Severity } from '../../types.ts';
import { CONTEXT_TABLES } from '../shared/contexts.ts';
import { INDEX_TABLES } from '../shared/text-index.ts';

/** In order of severity: a number is the place in here. */
export const SEVERITIES: readonly Severity[] = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];
export const CATEGORIES: readonly LogCategory[] = ['other', 'command', 'error', 'performance', 'quality'];

/** `head` packs what is asked for most: severity (3 bits), category (3 bits), number of the event's name. */
export const SEVERITY_MASK = 7;
export const CATEGORY_SHIFT = 8;
export const EVENT_SHIFT = 64;

/** Keys grow with time: milliseconds of the day × 2^20 + a running number. */
export const PER_MS = 1_048_576;

const TABLES = `
  CREATE TABLE IF NOT EXISTS log (
    id INTEGER PRIMARY KEY,
    head INTEGER NOT NULL,
    context INTEGER NOT NULL,
    body TEXT NOT NULL,
    attributes TEXT,          -- JSON object, null where empty
    at REAL,                  -- only where it is not a whole ms
    observed INTEGER,         -- ms after at, null for 0
    trace TEXT,               -- trace id, then span id where there is one
    record_id TEXT
  );
  CREATE TABLE IF NOT EXISTS record (id TEXT PRIMARY KEY) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS event (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE);
  CREATE TABLE IF NOT EXISTS minute (minute INTEGER, head INTEGER, lines INTEGER NOT NULL,
    PRIMARY KEY (minute, head)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS minute_context (context INTEGER, minute INTEGER, severity INTEGER, lines INTEGER NOT NULL,
    PRIMARY KEY (context, minute, severity)) WITHOUT ROWID;
  ${CONTEXT_TABLES} ${INDEX_TABLES}`;

/** Makes the tables of a day's logs where they are missing. */
export function createLogTables(db: DatabaseSync): void {
  db.exec(`BEGIN; ${TABLES} COMMIT;`);
}
