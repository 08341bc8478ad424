import { type DatabaseSync } from 'node:sqlite';
import { type Resolution, RESOLUTIONS, tableOf } from './resolutions.ts';

/** Every file has its own dictionary of series, so that each can be read, deleted or lost alone. */
const DICTIONARY = `
  CREATE TABLE IF NOT EXISTS series (
    id INTEGER PRIMARY KEY AUTOINCREMENT, -- never used again: readers remember them
    hash INTEGER NOT NULL,      -- of the identity, see series-identity.ts
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    temporality TEXT,
    labels TEXT NOT NULL,       -- JSON object, keys sorted
    origin TEXT NOT NULL,       -- JSON object, keys sorted
    start_at INTEGER,           -- of a cumulative stream
    bounds TEXT                 -- JSON array, histograms only
  );
  CREATE INDEX IF NOT EXISTS series_hash ON series (hash);
  CREATE INDEX IF NOT EXISTS series_name ON series (name);
  CREATE TABLE IF NOT EXISTS metric (
    name TEXT PRIMARY KEY, kind TEXT NOT NULL, unit TEXT, description TEXT
  ) WITHOUT ROWID;`;

/**
 * Samples arrive in `batch` (one row a commit, in order of arrival) and are moved to `chunk` (one row per series and
 * hour, sorted) by maintenance, which notes the hour in `dirty` until its roll-ups are made.
 */
const RAW = `
  CREATE TABLE IF NOT EXISTS batch (
    id INTEGER PRIMARY KEY, min_at INTEGER NOT NULL, max_at INTEGER NOT NULL, points INTEGER NOT NULL,
    scalars BLOB, histograms BLOB
  );
  CREATE TABLE IF NOT EXISTS chunk (key INTEGER PRIMARY KEY, points INTEGER NOT NULL, data BLOB NOT NULL);
  CREATE TABLE IF NOT EXISTS dirty (series INTEGER NOT NULL, hour INTEGER NOT NULL, PRIMARY KEY (series, hour))
    WITHOUT ROWID;`;

/** Days a month's file has roll-ups of. */
const COVERED = 'CREATE TABLE IF NOT EXISTS covered (day INTEGER PRIMARY KEY);';

/** Makes the tables of a tier's file where they are missing. */
export function createMetricTables(db: DatabaseSync, tier: Resolution['tier']): void {
  const rollups = RESOLUTIONS.filter((one) => one.tier === tier).map(
    (one) => `CREATE TABLE IF NOT EXISTS ${tableOf(one)} (key INTEGER PRIMARY KEY, data BLOB NOT NULL);`
  );
  db.exec(`BEGIN; ${DICTIONARY} ${tier === 'raw' ? RAW : COVERED} ${rollups.join('\n')} COMMIT;`);
}
