import { type DatabaseSync, type StatementSync } from 'node:sqlite';
import { type StoredLog } from '../../types.ts';
import { ContextReader } from '../shared/contexts.ts';
import { TextIndexReader } from '../shared/text-query.ts';
import { LOG_COLUMNS, logOf } from './log-row.ts';

/** One day's logs, as a reader sees them. */
export class LogReader {
  readonly day: number;
  readonly db: DatabaseSync;
  readonly contexts: ContextReader;
  readonly index: TextIndexReader;
  private readonly one: StatementSync;
  private readonly scans: Record<'asc' | 'desc', StatementSync>;
  private readonly eventNames = new Map<number, string>();
  private readonly newEvents: StatementSync;

  constructor(db: DatabaseSync, day: number) {
    this.db = db;
    this.day = day;
    this.contexts = new ContextReader(db);
    this.index = new TextIndexReader(db);
    this.one = db.prepare(`SELECT ${LOG_COLUMNS} FROM log WHERE id = ?`);
    const scan = (order: string) =>
      db.prepare(`SELECT ${LOG_COLUMNS} FROM log WHERE id BETWEEN ? AND ? AND (head & 7) >= ? ORDER BY id ${order}`);
    this.scans = { asc: scan('ASC'), desc: scan('DESC') };
    this.newEvents = db.prepare('SELECT id, name FROM event WHERE id > ? ORDER BY id');
  }

  get(id: number): StoredLog | undefined {
    const row = this.one.get(id);
    return row && this.log(row);
  }

  /** Lines of at least a severity between two keys, in order. */
  *scan(first: number, last: number, severity: number, order: 'asc' | 'desc'): Generator<StoredLog> {
    for (const row of this.scans[order].iterate(first, last, severity)) {
      yield this.log(row);
    }
  }

  eventId(name: string): number | undefined {
    this.readEvents();
    return [...this.eventNames].find(([, known]) => known === name)?.[0];
  }

  private log(row: Record<string, unknown>): StoredLog {
    return logOf(row, this.day, this.contexts, (id) => this.eventName(id));
  }

  private eventName(id: number): string | undefined {
    if (id !== 0 && !this.eventNames.has(id)) {
      this.readEvents();
    }
    return this.eventNames.get(id);
  }

  private readEvents(): void {
    for (const row of this.newEvents.all(Math.max(0, ...this.eventNames.keys()))) {
      this.eventNames.set(Number(row['id']), String(row['name']));
    }
  }
}
