import { type DatabaseSync, type StatementSync } from 'node:sqlite';
import { type Attributes, type SpanEvent, type SpanLink, type SpanRecord, type TraceSearch } from '../../types.ts';
import { ContextReader } from '../shared/contexts.ts';
import { TextIndexReader } from '../shared/text-query.ts';
import { KINDS, PER_TRACE, STATUS_SHIFT, STATUSES } from './schema.ts';
import { type StoredTrace, storedTrace } from './trace-summary.ts';

export interface Operation {
  id: number;
  service: string;
  name: string;
}

interface Rest {
  statusMessage?: string;
  scope?: string;
  events?: SpanEvent[];
  links?: SpanLink[];
}

/** One day's spans, as a reader sees them. */
export class TraceReader {
  readonly contexts: ContextReader;
  readonly index: TextIndexReader;
  private readonly byTraceId: StatementSync;
  private readonly byNumber: StatementSync;
  private readonly spansOf: StatementSync;
  private readonly one: StatementSync;
  private readonly keys: StatementSync;
  private readonly overlapping: StatementSync;
  private readonly bounds: StatementSync;
  private readonly newOperations: StatementSync;
  private readonly operationList: Operation[] = [];
  private readonly operationById = new Map<number, Operation>();

  constructor(db: DatabaseSync) {
    this.contexts = new ContextReader(db);
    this.index = new TextIndexReader(db);
    this.byTraceId = db.prepare('SELECT * FROM trace WHERE trace_id = ?');
    this.byNumber = db.prepare('SELECT * FROM trace WHERE id = ?');
    this.spansOf = db.prepare('SELECT * FROM span WHERE id >= ? AND id < ? ORDER BY id');
    this.one = db.prepare('SELECT * FROM span WHERE id = ?');
    this.keys = db.prepare('SELECT id FROM span WHERE id BETWEEN ? AND ? ORDER BY id DESC');
    this.overlapping = db.prepare(`SELECT * FROM trace INDEXED BY trace_time
      WHERE start < ?1 AND finish >= ?2 AND (split OR (errors >= ?3 AND finish - start BETWEEN ?4 AND ?5))
      ORDER BY start DESC`);
    this.bounds = db.prepare('SELECT min(id) AS low, max(id) AS high FROM trace WHERE start < ? AND finish >= ?');
    this.newOperations = db.prepare('SELECT id, service, name FROM operation WHERE id > ? ORDER BY id');
  }

  /** The part of a trace that is in this file. */
  find(traceId: string): StoredTrace | undefined {
    const row = this.byTraceId.get(traceId);
    return row && storedTrace(row);
  }

  /** A trace with its id by its number in this file. */
  numbered(id: number): [string, StoredTrace] | undefined {
    const row = this.byNumber.get(id);
    return row && [String(row['trace_id']), storedTrace(row)];
  }

  /** Traces that were going on in the range and may be as long and faulty as asked for, the latest first. */
  *during(search: TraceSearch): Generator<[string, StoredTrace]> {
    const { range, errorsOnly, minDurationMs = -1, maxDurationMs = Number.MAX_VALUE } = search;
    for (const row of this.overlapping.iterate(
      range.to,
      range.from,
      errorsOnly ? 1 : 0,
      minDurationMs,
      maxDurationMs
    )) {
      yield [String(row['trace_id']), storedTrace(row)];
    }
  }

  /** Smallest and largest number of the traces that were going on in [from, to). */
  numbers(from: number, to: number): [number, number] | undefined {
    const row = this.bounds.get(to, from);
    return row === undefined || row['low'] === null ? undefined : [Number(row['low']), Number(row['high'])];
  }

  *spans(trace: StoredTrace, traceId: string): Generator<SpanRecord> {
    for (const row of this.spansOf.iterate(trace.id * PER_TRACE, (trace.id + 1) * PER_TRACE)) {
      yield this.span(row, traceId);
    }
  }

  /** Keys of spans between two keys, the largest first. */
  *keysAfter(first: number, last: number): Generator<number> {
    for (const row of this.keys.iterate(first, last)) {
      yield Number(row['id']);
    }
  }

  spanByKey(key: number, traceId: string): SpanRecord | undefined {
    const row = this.one.get(key);
    return row && this.span(row, traceId);
  }

  operations(): readonly Operation[] {
    for (const row of this.newOperations.all(this.operationList.at(-1)?.id ?? 0)) {
      const operation = { id: Number(row['id']), service: String(row['service']), name: String(row['name']) };
      this.operationList.push(operation);
      this.operationById.set(operation.id, operation);
    }
    return this.operationList;
  }

  operation(id: number): Operation {
    const known = this.operationById.get(id) ?? (this.operations(), this.operationById.get(id));
    return known ?? { id, service: '', name: '' };
  }

  private span(row: Record<string, unknown>, traceId: string): SpanRecord {
    const head = Number(row['head']);
    const context = this.contexts.get(Number(row['context']));
    const rest = row['rest'] === null ? {} : (JSON.parse(String(row['rest'])) as Rest);
    return {
      traceId,
      spanId: String(row['span_id']),
      parentSpanId: row['parent_id'] === null ? undefined : String(row['parent_id']),
      name: this.operation(Number(row['operation'])).name,
      kind: KINDS[head % STATUS_SHIFT] ?? 'unspecified',
      startAt: Number(row['start']),
      durationMs: Number(row['duration']),
      status: STATUSES[Math.floor(head / STATUS_SHIFT)] ?? 'unset',
      statusMessage: rest.statusMessage,
      scope: rest.scope,
      attributes: row['attributes'] === null ? {} : (JSON.parse(String(row['attributes'])) as Attributes),
      resource: context.resource,
      events: rest.events ?? [],
      links: rest.links ?? [],
      origin: context.origin,
    };
  }
}
