import { type DatabaseSync } from 'node:sqlite';
import { StoreError } from '../../store/types.ts';
import { MIGRATIONS } from '../migrations/index.ts';

/**
 * Brings the tables up to the newest version, each step in a transaction of its own. Returns how many steps it took.
 * Throws `StoreError('invalid')` for a database a newer version of this program has written.
 */
export function migrate(db: DatabaseSync, file: string, migrations: readonly string[] = MIGRATIONS): number {
  const version = Number(db.prepare('PRAGMA user_version').get()?.user_version ?? 0);
  if (version > migrations.length) {
    throw new StoreError(
      'invalid',
      `${file} was written by a newer version of this program (tables of version ${version}, this one knows ${migrations.length}): ` +
        'install that version again, or give another data folder with --data'
    );
  }
  for (let next = version; next < migrations.length; next++) {
    db.exec(`BEGIN IMMEDIATE; ${migrations[next]}; PRAGMA user_version = ${next + 1}; COMMIT`);
  }
  return migrations.length - version;
}
