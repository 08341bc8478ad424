import { type DatabaseSync, type StatementSync } from 'node:sqlite';
import { type LogRecord } from '../../types.ts';
import { ContextWriter } from '../shared/contexts.ts';
import { DAY_MS, MINUTE_MS } from '../shared/days.ts';
import { isConstraint } from '../shared/sqlite-error.ts';
import { TextIndexWriter } from '../shared/text-index.ts';
import { type WriterFile } from '../shared/writer-files.ts';
import {
  CATEGORIES,
  CATEGORY_SHIFT,
  createLogTables,
  EVENT_SHIFT,
  PER_MS,
  SEVERITIES,
  SEVERITY_MASK,
} from './schema.ts';

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
  /** Lines of this transaction by (head, minute) and by (context, minute, severity). */
  private readonly byHead = new Map<number, number>();
  private readonly byContext = new Map<number, number>();
  private running = 0;

  constructor(db: DatabaseSync, day: number) {
    createLogTables(db);
    this.dayStart = day * DAY_MS;
    this.index = new TextIndexWriter(db, 'log');
    this.contexts = new ContextWriter(db);
    this.insert = db.prepare(`INSERT INTO log (id, head, context, body, attributes, at, observed, trace, record_id)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`);
    this.insertRecord = db.prepare('INSERT OR IGNORE INTO record (id) VALUES (?)');
    this.insertEvent = db.prepare('INSERT INTO event (name) VALUES (?)');
    this.findEvent = db.prepare('SELECT id FROM event WHERE name = ?');
    this.count = db.prepare(`INSERT INTO minute (minute, head, lines) VALUES (?, ?, ?)
      ON CONFLICT DO UPDATE SET lines = lines + excluded.lines`);
    this.countContext = db.prepare(`INSERT INTO minute_context (context, minute, severity, lines) VALUES (?, ?, ?, ?)
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
    const head = severity + category * CATEGORY_SHIFT + event * EVENT_SHIFT;
    const context = this.contexts.id(log.resource, log.origin);
    const ms = Math.floor(log.at);
    const attributes = JSON.stringify(log.attributes);
    const id = this.place(
      ms - this.dayStart,
      head,
      context,
      log.body,
      attributes === '{}' ? null : attributes,
      ms === log.at ? null : log.at,
      Math.round(log.observedAt - log.at) || null,
      log.traceId === undefined ? null : log.traceId + (log.spanId ?? ''),
      log.id ?? null
    );
    this.index.written(id);
    this.tally(Math.floor((ms - this.dayStart) / MINUTE_MS), context, head);
  }

  flush(): void {
    for (const [key, lines] of this.byHead) {
      this.count.run(key % MINUTES, Math.floor(key / MINUTES), lines);
    }
    for (const [key, lines] of this.byContext) {
      const rest = Math.floor(key / 8);
      this.countContext.run(Math.floor(rest / MINUTES), rest % MINUTES, key % 8, lines);
    }
    this.byHead.clear();
    this.byContext.clear();
  }

  private tally(minute: number, context: number, head: number): void {
    const byHead = head * MINUTES + minute;
    this.byHead.set(byHead, (this.byHead.get(byHead) ?? 0) + 1);
    const byContext = (context * MINUTES + minute) * 8 + (head & SEVERITY_MASK);
    this.byContext.set(byContext, (this.byContext.get(byContext) ?? 0) + 1);
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
