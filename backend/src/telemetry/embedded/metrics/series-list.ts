import { type DatabaseSync, type StatementSync } from 'node:sqlite';
import { type MetricInfo, type MetricPoint } from '../../types.ts';
import { SERIES_COLUMNS, type StoredSeries, storedSeries } from './raw-tables.ts';

/** Series remembered per file; beyond, the memory starts anew. */
const MEMORY = 20_000;
const ORIGIN_LABELS = `'project', 'tag', 'run', 'taskId', 'session', 'service'`;

/** A file's series by metric name, remembered: the dictionary only grows, so that only what is new is read again. */
export class SeriesList {
  private readonly db: DatabaseSync;
  private readonly after: StatementSync;
  private readonly hash: StatementSync;
  private readonly info: StatementSync;
  private readonly known = new Map<string, StoredSeries[]>();
  private size = 0;

  constructor(db: DatabaseSync) {
    this.db = db;
    this.after = db.prepare(`SELECT ${SERIES_COLUMNS} FROM series WHERE name = ? AND id > ? ORDER BY id`);
    this.info = db.prepare('SELECT name, kind, unit, description FROM metric WHERE name = ?');
    this.hash = db.prepare('SELECT id FROM series WHERE hash = ?');
  }

  /** All series of a metric, in order of id. */
  of(name: string): readonly StoredSeries[] {
    if (this.size > MEMORY) {
      this.known.clear();
      this.size = 0;
    }
    let list = this.known.get(name);
    if (!list) {
      this.known.set(name, (list = []));
    }
    for (const row of this.after.all(name, list.at(-1)?.id ?? 0)) {
      list.push(storedSeries(row));
      this.size++;
    }
    return list;
  }

  /** A series' number in this file by its identity's hash. */
  idOf(hash: number): number | undefined {
    const row = this.hash.get(hash);
    return row && Number(row['id']);
  }

  metrics(): MetricInfo[] {
    return this.db.prepare('SELECT name, kind, unit, description FROM metric').all().map(infoOf);
  }

  metric(name: string): MetricInfo | undefined {
    const row = this.info.get(name);
    return row && infoOf(row);
  }

  /** Names of labels, and of the origin fields that can be used as such. */
  labelNames(metric?: string): string[] {
    return this.texts(
      `SELECT DISTINCT entry.key AS text FROM series, json_each(series.labels) AS entry
         WHERE ?1 IS NULL OR series.name = ?1
       UNION SELECT entry.key FROM series, json_each(series.origin) AS entry
         WHERE (?1 IS NULL OR series.name = ?1) AND entry.key IN (${ORIGIN_LABELS})`,
      metric ?? null
    );
  }

  labelValues(label: string, metric?: string): string[] {
    return this.texts(
      `SELECT DISTINCT entry.value AS text FROM series, json_each(series.labels) AS entry
         WHERE entry.key = ?2 AND (?1 IS NULL OR series.name = ?1)
       UNION SELECT entry.value FROM series, json_each(series.origin) AS entry
         WHERE entry.key = ?2 AND (?1 IS NULL OR series.name = ?1)`,
      metric ?? null,
      label
    );
  }

  private texts(sql: string, ...values: Array<string | null>): string[] {
    return this.db
      .prepare(sql)
      .all(...values)
      .map((row) => String(row['text']));
  }
}

function infoOf(row: Record<string, unknown>): MetricInfo {
  const text = (value: unknown) => (value === null ? undefined : String(value));
  return {
    name: String(row['name']),
    kind: String(row['kind']) as MetricPoint['kind'],
    unit: text(row['unit']),
    description: text(row['description']),
  };
}
