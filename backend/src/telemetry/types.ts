import { type Aggregation, type LabelFilter } from '#contract/queries.ts';

/** What the three engines store and answer. Times are epoch milliseconds UTC (fractions are microseconds), durations milliseconds. */

export type Attributes = Record<string, AttributeValue>;
export type AttributeValue = string | number | boolean | null | AttributeValue[] | { [key: string]: AttributeValue };

/** Who and what a record belongs to, as far as the record itself says. Attribution to tasks is joined at read time. */
export interface Origin {
  project?: string;
  tag?: string;
  run?: string;
  taskId?: string;
  session?: string;
  service?: string;
}

export interface HistogramValue {
  count: number;
  sum: number;
  min?: number;
  max?: number;
  /** Upper bounds of all buckets but the last, ascending. */
  bounds: number[];
  /** Counts per bucket, not cumulative; one more than bounds. */
  counts: number[];
}

export interface MetricPoint {
  name: string;
  /** Point and (chosen) resource attributes. */
  labels: Record<string, string>;
  kind: 'counter' | 'gauge' | 'histogram';
  /** How counters and histograms count; gauges have none. */
  temporality?: 'delta' | 'cumulative';
  unit?: string;
  description?: string;
  /** When a cumulative counter began, or a delta's interval began. */
  startAt?: number;
  at: number;
  value?: number;
  histogram?: HistogramValue;
  origin: Origin;
}

export interface SpanEvent {
  at: number;
  name: string;
  attributes: Attributes;
}

export interface SpanLink {
  traceId: string;
  spanId: string;
  attributes: Attributes;
}

export interface SpanRecord {
  /** Lower-case hex, 32 digits. */
  traceId: string;
  /** Lower-case hex, 16 digits. */
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind: 'internal' | 'server' | 'client' | 'producer' | 'consumer' | 'unspecified';
  startAt: number;
  durationMs: number;
  status: 'unset' | 'ok' | 'error';
  statusMessage?: string;
  attributes: Attributes;
  resource: Attributes;
  scope?: string;
  events: SpanEvent[];
  links: SpanLink[];
  origin: Origin;
}

export type Severity = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal';
export type LogCategory = 'command' | 'error' | 'performance' | 'quality' | 'other';

export interface LogRecord {
  /** Idempotency key where the sender gave one. */
  id?: string;
  at: number;
  observedAt: number;
  severity: Severity;
  body: string;
  /** `event.name` without the `claude_code.` prefix, where the record is an event. */
  eventName?: string;
  category: LogCategory;
  traceId?: string;
  spanId?: string;
  attributes: Attributes;
  resource: Attributes;
  origin: Origin;
}

export interface TimeRange {
  /** Inclusive, epoch ms. */
  from: number;
  /** Exclusive, epoch ms. */
  to: number;
}

export interface EngineNotice {
  severity: 'info' | 'warning' | 'error';
  text: string;
}

export interface MetricQuery {
  metric: string;
  aggregation: Aggregation;
  groupBy: string[];
  filters: LabelFilter[];
  range: TimeRange;
  /** Distance of the answer's points, ms. */
  stepMs: number;
  instant: boolean;
  /** Most series to answer with; what is over is said in a notice. */
  limit: number;
  /** By origin, beside `filters`: any of these sessions, this project, run, task. Undefined: all. */
  sessions?: string[];
  project?: string;
  run?: string;
  taskId?: string;
  /** Project it is about although it filters by sessions: which of several servers is to be asked. */
  about?: string;
}

export interface Series {
  labels: Record<string, string>;
  /** Ascending; same length as values. */
  times: number[];
  values: Array<number | null>;
}

export interface MetricAnswer {
  series: Series[];
  unit?: string;
  kind?: MetricPoint['kind'];
  notices: EngineNotice[];
}

/** One measurement that stands for those a series counted, with the trace it was made in. */
export interface Exemplar {
  /** Epoch ms. */
  at: number;
  value: number;
  /** Of its series and its own (`trace_id` among them), its own first. */
  labels: Record<string, string>;
}

export interface MetricInfo {
  name: string;
  kind: MetricPoint['kind'];
  unit?: string;
  description?: string;
}

/** Answers structured metric queries; two implementations: embedded and Prometheus. */
export interface MetricEngine {
  /** What `raw` is written in; undefined where the engine takes no text of its own. */
  readonly rawLanguage?: 'promql';
  query(query: MetricQuery): Promise<MetricAnswer>;
  /** Raw text in the engine's own language; rejects with a sentence where there is none. */
  raw(text: string, range: TimeRange, stepMs: number): Promise<MetricAnswer>;
  /** Exemplars of the series a query is about, by time; none where the engine keeps none, which a notice says. */
  exemplars(query: MetricQuery): Promise<{ exemplars: Exemplar[]; notices: EngineNotice[] }>;
  /** Exemplars of all series that a raw text names. */
  rawExemplars(text: string, range: TimeRange): Promise<{ exemplars: Exemplar[]; notices: EngineNotice[] }>;
  metrics(range: TimeRange, search?: string): Promise<MetricInfo[]>;
  labels(range: TimeRange, metric?: string): Promise<string[]>;
  labelValues(range: TimeRange, label: string, metric?: string): Promise<string[]>;
}

export interface TraceSearch {
  range: TimeRange;
  service?: string;
  operation?: string;
  minDurationMs?: number;
  maxDurationMs?: number;
  errorsOnly?: boolean;
  filters: LabelFilter[];
  /** Any of these sessions; undefined: all. */
  sessions?: string[];
  project?: string;
  taskId?: string;
  limit: number;
}

export interface TraceSummary {
  traceId: string;
  rootName: string;
  rootService: string;
  startAt: number;
  durationMs: number;
  spans: number;
  errors: number;
  origin: Origin;
}

export interface TraceEngine {
  search(search: TraceSearch): Promise<{ traces: TraceSummary[]; notices: EngineNotice[] }>;
  /** All spans of a trace in order of start, at most `limit` (a notice says when it was cut); empty where unknown. */
  trace(traceId: string, limit: number): Promise<{ spans: SpanRecord[]; notices: EngineNotice[] }>;
  services(range: TimeRange): Promise<string[]>;
  operations(range: TimeRange, service?: string): Promise<string[]>;
}

export interface LogSearch {
  range: TimeRange;
  /** Every word must be in the line, as a whole word or its beginning, case-insensitive. */
  search?: string;
  severity?: Severity;
  service?: string;
  category?: LogCategory;
  eventName?: string;
  traceId?: string;
  sessions?: string[];
  project?: string;
  taskId?: string;
  filters: LabelFilter[];
  order: 'asc' | 'desc';
  limit: number;
}

export interface StoredLog extends LogRecord {
  /** Unique, stable. */
  key: string;
}

export interface LogEngine {
  search(search: LogSearch): Promise<{ logs: StoredLog[]; notices: EngineNotice[] }>;
  /** Lines per step and severity. */
  histogram(search: LogSearch, stepMs: number): Promise<{ series: Series[]; notices: EngineNotice[] }>;
}

/** A sentence for the panel, and whose fault it was. Thrown by engines, caught once where the answer is made. */
export class EngineError extends Error {
  readonly source: 'plugin' | 'downstream';
  readonly status: number;

  constructor(message: string, source: 'plugin' | 'downstream' = 'downstream', status = 502) {
    super(message);
    this.name = 'EngineError';
    this.source = source;
    this.status = status;
  }
}
