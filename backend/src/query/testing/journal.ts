import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { sql } from '../../journal/migrations/0001-initial.ts';
import { type LogEngine, type MetricEngine, type TraceEngine } from '../../telemetry/types.ts';
import { DEFAULT_QUERY_OPTIONS, type QueryContext } from '../context.ts';

/** A journal in memory for tests: the real tables, rows written straight into them. */
export function memoryJournal(): DatabaseSync {
  const db = new DatabaseSync(':memory:');
  db.exec(sql);
  return db;
}

/** Inserts one row; booleans and objects as the journal stores them. */
export function insert(db: DatabaseSync, table: string, row: Record<string, unknown>): void {
  const names = Object.keys(row).filter((name) => row[name] !== undefined);
  const values = names.map((name): SQLInputValue => {
    const value = row[name];
    if (typeof value === 'boolean') {
      return value ? 1 : 0;
    }
    return typeof value === 'object' && value !== null ? JSON.stringify(value) : (value as SQLInputValue);
  });
  db.prepare(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`).run(...values);
}

/** Engines that hold nothing: for tests that are about the journal alone. */
export const emptyEngines: { metrics: MetricEngine; traces: TraceEngine; logs: LogEngine } = {
  metrics: {
    query: () => Promise.resolve({ series: [], notices: [] }),
    raw: () => Promise.resolve({ series: [], notices: [] }),
    exemplars: () => Promise.resolve({ exemplars: [], notices: [] }),
    rawExemplars: () => Promise.resolve({ exemplars: [], notices: [] }),
    metrics: () => Promise.resolve([]),
    labels: () => Promise.resolve([]),
    labelValues: () => Promise.resolve([]),
  },
  traces: {
    search: () => Promise.resolve({ traces: [], notices: [] }),
    trace: () => Promise.resolve({ spans: [], notices: [] }),
    services: () => Promise.resolve([]),
    operations: () => Promise.resolve([]),
  },
  logs: {
    search: () => Promise.resolve({ logs: [], notices: [] }),
    histogram: () => Promise.resolve({ series: [], notices: [] }),
  },
};

export function testContext(db: DatabaseSync, now: number, engines: Partial<typeof emptyEngines> = {}): QueryContext {
  return { db, ...emptyEngines, ...engines, now: () => now, options: DEFAULT_QUERY_OPTIONS };
}
