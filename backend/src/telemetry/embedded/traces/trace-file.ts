import { type DatabaseSync, type StatementSync } from 'node:sqlite';
import { type SpanRecord } from '../../types.ts';
import { ContextWriter } from '../shared/contexts.ts';
import { TextIndexWriter } from '../shared/text-index.ts';
import { type WriterFile } from '../shared/writer-files.ts';
import { createTraceTables, KINDS, PER_TRACE, STATUS_SHIFT, STATUSES } from './schema.ts';
import { addSpan, emptyTrace, type StoredTrace, storedTrace } from './trace-summary.ts';

/** Spans remembered (their ids only), to know a repeated one; beyond, the memory starts anew. */
const MEMORY = 200_000;

interface OpenTrace {
  summary: StoredTrace;
  /** Running number of each span. */
  spans: Map<string, number>;
  next: number;
  /** A span was replaced: the summary is to be made anew. */
  stale: boolean;
}

/** One day's spans, as the writer sees them. */
export class TraceFile implements WriterFile {
  readonly index: TextIndexWriter;
  private readonly db: DatabaseSync;
  private readonly contexts: ContextWriter;
  private readonly insert: StatementSync;
  private readonly insertTrace: StatementSync;
  private readonly updateTrace: StatementSync;
  private readonly split: StatementSync;
  private readonly findTrace: StatementSync;
  private readonly findSpans: StatementSync;
  private readonly operations = new Map<string, number>();
  private readonly open = new Map<string, OpenTrace>();
  private readonly changed = new Set<OpenTrace>();
  private remembered = 0;

  constructor(db: DatabaseSync) {
    createTraceTables(db);
    this.db = db;
    this.index = new TextIndexWriter(db, 'span');
    this.contexts = new ContextWriter(db);
    this.insert = db.prepare(`INSERT INTO span
      (id, span_id, parent_id, operation, context, head, start, duration, attributes, rest)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
    this.insertTrace = db.prepare(`INSERT INTO trace
      (trace_id, start, finish, spans, errors, root_start, root_orphan, operation, context)
      VALUES (?, 0, 0, 0, 0, 0, 1, 0, 0)`);
    this.updateTrace = db.prepare(`UPDATE trace SET start = ?, finish = ?, spans = ?, errors = ?, root_start = ?,
      root_orphan = ?, operation = ?, context = ?, split = max(split, ?) WHERE id = ?`);
    this.split = db.prepare('UPDATE trace SET split = 1 WHERE trace_id = ?');
    this.findTrace = db.prepare('SELECT * FROM trace WHERE trace_id = ?');
    this.findSpans = db.prepare('SELECT id, span_id FROM span WHERE id >= ? AND id < ?');
  }

  /** Adds a span; one that is known by its id is replaced. `elsewhere` tells of a new trace whether another file has it. */
  add(span: SpanRecord, elsewhere: (traceId: string) => boolean): void {
    const trace = this.trace(span.traceId, elsewhere);
    const before = trace.spans.get(span.spanId);
    const base = trace.summary.id * PER_TRACE;
    if (before !== undefined) {
      // A new key: the text index knows the old words under the old one.
      this.db.prepare('DELETE FROM span WHERE id = ?').run(base + before);
      trace.stale = true;
    } else {
      this.remembered++;
    }
    const number = trace.next++;
    const operation = this.operation(span.origin.service ?? '', span.name);
    const context = this.contexts.id(span.resource, span.origin);
    const attributes = JSON.stringify(span.attributes);
    this.insert.run(
      base + number,
      span.spanId,
      span.parentSpanId ?? null,
      operation,
      context,
      Math.max(0, KINDS.indexOf(span.kind)) + Math.max(0, STATUSES.indexOf(span.status)) * STATUS_SHIFT,
      span.startAt,
      span.durationMs,
      attributes === '{}' ? null : attributes,
      restOf(span)
    );
    this.index.written(base + number);
    trace.spans.set(span.spanId, number);
    addSpan(trace.summary, {
      start: span.startAt,
      duration: span.durationMs,
      error: span.status === 'error',
      orphan: span.parentSpanId !== undefined,
      operation,
      context,
    });
    this.changed.add(trace);
  }

  flush(): void {
    for (const trace of this.changed) {
      if (trace.stale) {
        trace.summary = { ...this.summarize(trace.summary.id), split: trace.summary.split };
        trace.stale = false;
      }
      this.store(trace.summary);
    }
    this.changed.clear();
    if (this.remembered > MEMORY) {
      this.open.clear();
      this.remembered = 0;
    }
  }

  /** A trace's summary made anew from its spans. */
  summarize(id: number): StoredTrace {
    const summary = emptyTrace(id);
    const rows = this.db
      .prepare('SELECT parent_id, operation, context, head, start, duration FROM span WHERE id >= ? AND id < ?')
      .iterate(id * PER_TRACE, (id + 1) * PER_TRACE);
    for (const row of rows) {
      addSpan(summary, {
        start: Number(row['start']),
        duration: Number(row['duration']),
        error: Math.floor(Number(row['head']) / STATUS_SHIFT) === STATUSES.indexOf('error'),
        orphan: row['parent_id'] !== null,
        operation: Number(row['operation']),
        context: Number(row['context']),
      });
    }
    return summary;
  }

  store(one: StoredTrace): void {
    const { start, finish, spans, errors, rootStart, rootOrphan, operation, context, split, id } = one;
    this.updateTrace.run(start, finish, spans, errors, rootStart, rootOrphan, operation, context, split, id);
  }

  /** Notes that a trace has spans in another file; false where this file has none of it. */
  markSplit(traceId: string): boolean {
    const open = this.open.get(traceId);
    if (open) {
      open.summary.split = 1;
    }
    return this.split.run(traceId).changes > 0 || open !== undefined;
  }

  private trace(traceId: string, elsewhere: (traceId: string) => boolean): OpenTrace {
    let trace = this.open.get(traceId);
    if (!trace) {
      trace = this.load(traceId, elsewhere);
      this.open.set(traceId, trace);
    }
    return trace;
  }

  private load(traceId: string, elsewhere: (traceId: string) => boolean): OpenTrace {
    const row = this.findTrace.get(traceId);
    const spans = new Map<string, number>();
    if (!row) {
      const id = Number(this.insertTrace.run(traceId).lastInsertRowid);
      return { summary: { ...emptyTrace(id), split: elsewhere(traceId) ? 1 : 0 }, spans, next: 0, stale: false };
    }
    const summary = storedTrace(row);
    const base = summary.id * PER_TRACE;
    let next = 0;
    for (const span of this.findSpans.iterate(base, base + PER_TRACE)) {
      const number = Number(span['id']) - base;
      spans.set(String(span['span_id']), number);
      next = Math.max(next, number + 1);
    }
    this.remembered += spans.size;
    return { summary, spans, next, stale: false };
  }

  private operation(service: string, name: string): number {
    const key = `${service}\n${name}`;
    let id = this.operations.get(key);
    if (id === undefined) {
      const found = this.db.prepare('SELECT id FROM operation WHERE service = ? AND name = ?').get(service, name);
      id = Number(
        found
          ? found['id']
          : this.db.prepare('INSERT INTO operation (service, name) VALUES (?, ?)').run(service, name).lastInsertRowid
      );
      if (this.operations.size > 20_000) {
        this.operations.clear();
      }
      this.operations.set(key, id);
    }
    return id;
  }
}

function restOf(span: SpanRecord): string | null {
  const { statusMessage, scope, events, links } = span;
  if (statusMessage === undefined && scope === undefined && events.length === 0 && links.length === 0) {
    return null;
  }
  return JSON.stringify({
    statusMessage,
    scope,
    events: events.length > 0 ? events : undefined,
    links: links.length > 0 ? links : undefined,
  });
}
