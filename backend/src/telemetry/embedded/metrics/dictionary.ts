import { type DatabaseSync, type StatementSync } from 'node:sqlite';
import { type MetricInfo } from '../../types.ts';
import { type SeriesIdentity, storedIdentity } from './series-identity.ts';

/** The series of one file, as the writer sees them: finds or makes a series' number. */
export class Dictionary {
  private readonly find: StatementSync;
  private readonly insert: StatementSync;
  private readonly describe: StatementSync;
  private readonly readInfo: StatementSync;
  private readonly described = new Set<string>();
  private readonly infos = new Map<string, MetricInfo>();

  constructor(db: DatabaseSync) {
    this.find = db.prepare(`SELECT id FROM series WHERE hash = ? AND name = ? AND kind = ? AND temporality IS ?
      AND labels = ? AND origin = ? AND start_at IS ? AND bounds IS ?`);
    this.insert = db.prepare(`INSERT INTO series (hash, name, kind, temporality, labels, origin, start_at, bounds)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)`);
    this.readInfo = db.prepare('SELECT unit, description FROM metric WHERE name = ?');
    this.describe = db.prepare(`INSERT INTO metric (name, kind, unit, description) VALUES (?, ?, ?, ?)
      ON CONFLICT (name) DO UPDATE SET kind = excluded.kind, unit = coalesce(excluded.unit, unit),
      description = coalesce(excluded.description, description)`);
  }

  /** The series' number in this file, or undefined where the file has none of it. */
  lookup(one: SeriesIdentity): number | undefined {
    return this.row(one)?.[0];
  }

  /** The series' number in this file; it is made where it is new. */
  id(one: SeriesIdentity): number {
    const [known, values] = this.row(one);
    return known ?? Number(this.insert.run(...values).lastInsertRowid);
  }

  /** Keeps a metric's unit and description. */
  note(info: MetricInfo): void {
    const key = `${info.name}\n${info.kind}\n${info.unit ?? ''}`;
    if (!this.described.has(key)) {
      this.describe.run(info.name, info.kind, info.unit ?? null, info.description ?? null);
      this.described.add(key);
    }
  }

  /** What is known of a series' metric. */
  info({ name, kind }: SeriesIdentity): MetricInfo {
    let info = this.infos.get(name);
    if (!info) {
      const row = this.readInfo.get(name);
      const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
      info = { name, kind, unit: text(row?.['unit']), description: text(row?.['description']) };
      this.infos.set(name, info);
    }
    return info;
  }

  private row(one: SeriesIdentity): [number | undefined, Array<string | number | null>] {
    const stored = storedIdentity(one);
    const values = [
      stored.hash,
      one.name,
      one.kind,
      one.temporality ?? null,
      stored.labels,
      stored.origin,
      one.startAt ?? null,
      stored.bounds,
    ];
    const found = this.find.get(...values);
    return [found === undefined ? undefined : Number(found['id']), values];
  }
}
