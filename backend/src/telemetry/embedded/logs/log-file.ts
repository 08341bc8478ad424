import { type DatabaseSync, type StatementSync } from 'node:sqlite';
import { type LogRecord } from '../../types.ts';
import { ContextWriter } from '../shared/contexts.ts';
import { DAY_MS, MINUTE_MS } from '../shared/days.ts';
import { isConstraint } from '../shared/sqlite-error.ts';
import { TextIndexWriter } from '../shared/text-index.ts';
import { type WriterFile } from '../shared/writer-files.ts';
import { CATEGORIES, CATEGORY_SHIFT, createLogTables, EVENT_SHIFT, PER_MS, SEVERITIES } from './schema.ts';

const SEVERITY_NUMBERS = new Map(SEVERITIES.map((name, i) => [name, i]));
const CATEGORY_NUMBERS = new Map(CATEGORIES.map((name, i) => [name, i]));
const MINUTES = 1440;

/** One day's logs, as the writer sees them. */
export class LogFile implements WriterFile {
  readonly index: TextIndexWriter;
  private readonly dayStart: number;
  private readonly contexts: ContextWriter;
  private readonly insert: StatementSync;
  private readonly insertRecord: StatementSync;
  private readonly insertEvent: StatementSync;
  private readonly findEvent: StatementSync;
  private readonly count: StatementSync;
  private readonly countContext: StatementSync;
  private readonly events = new Map<string, number>();
  /** Lines of this transaction by (context, minute, severity). */
  private counts = new Map<number, number>();
  private running = 0;

  constructor(db: DatabaseSync, day: number) {
    createLogTables(db);
    this.dayStart = day * DAY_MS;
    this.index = new TextIndexWriter(db);
    this.contexts = new ContextWriter(db);
    this.insert = db.prepare(`INSERT INTO log (id, head, context, body, attributes, at, observed, trace, record_id)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`);
    this.insertRecord = db.prepare('INSERT OR IGNORE INTO record (id) VALUES (?)');
    this.insertEvent = db.prepare('INSERT INTO event (name) VALUES (?)');
    this.findEvent = db.prepare('SELECT id FROM event WHERE name = ?');
    this.count = db.prepare(`INSERT INTO minute (minute, severity, lines) VALUES (?, ?, ?)
      ON CONFLICT DO UPDATE SET lines = lines + excluded.lines`);
    this.countContext = db.prepare(`INSERT INTO minute_context (minute, context, severity, lines) VALUES (?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET lines = lines + excluded.lines`);
  }

  /** Adds one line; a record id that is known already is passed over. */
  add(log: LogRecord): void {
    if (log.id !== undefined && this.insertRecord.run(log.id).changes === 0) {
      return;
    }
    const severity = SEVERITY_NUMBERS.get(log.severity) ?? 2;
    const category = CATEGORY_NUMBERS.get(log.category) ?? 0;
    const event = log.eventName === undefined ? 0 : this.event(log.eventName);
    const context = this.contexts.id(log.resource, log.origin);
    const ms = Math.floor(log.at);
    const attributes = JSON.stringify(log.attributes);
    const id = this.place(
      ms - this.dayStart,
      severity + category * CATEGORY_SHIFT + event * EVENT_SHIFT,
      context,
      log.body,
      attributes === '{}' ? null : attributes,
      ms === log.at ? null : log.at,
      Math.round(log.observedAt - log.at) || null,
      log.traceId === undefined ? null : log.traceId + (log.spanId ?? ''),
      log.id ?? null
    );
    this.index.written(id);
    const key = (context * MINUTES + Math.floor((ms - this.dayStart) / MINUTE_MS)) * 8 + severity;
    this.counts.set(key, (this.counts.get(key) ?? 0) + 1);
  }

  flush(): void {
    const totals = new Map<number, number>();
    for (const [key, lines] of this.counts) {
      const severity = key % 8;
      const rest = Math.floor(key / 8);
      const minute = rest % MINUTES;
      this.countContext.run(minute, Math.floor(rest / MINUTES), severity, lines);
      totals.set(minute * 8 + severity, (totals.get(minute * 8 + severity) ?? 0) + lines);
    }
    for (const [key, lines] of totals) {
      this.count.run(Math.floor(key / 8), key % 8, lines);
    }
    this.counts = new Map();
  }

  /** Inserts a row at the first free key of its millisecond; after a restart the running number may hit taken ones. */
  private place(ms: number, ...values: Array<string | number | null>): number {
    for (let tries = 0; ; tries++) {
      this.running = (this.running + 1) % PER_MS;
      const id = ms * PER_MS + this.running;
      try {
        this.insert.run(id, ...values);
        return id;
      } catch (error) {
        if (!isConstraint(error) || tries > PER_MS) {
          throw error;
        }
        this.running = (this.running + 2 ** Math.min(16, tries)) % PER_MS;
      }
    }
  }

  private event(name: string): number {
    let id = this.events.get(name);
    if (id === undefined) {
      const found = this.findEvent.get(name);
      id = Number(found ? found['id'] : this.insertEvent.run(name).lastInsertRowid);
      this.events.set(name, id);
    }
    return id;
  }
}
