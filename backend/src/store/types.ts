import { type JournalEvent, type NewEvent } from '#contract/events.ts';
import { type EnginesConfig } from '../telemetry/engines-config.ts';
import { type EngineReport } from '../telemetry/engines.ts';
import { type LogRecord, type MetricPoint, type SpanRecord } from '../telemetry/types.ts';

/** The seam between the HTTP thread and the threads that own the data. */

/** Raw bodies the writer thread decodes itself, so that the HTTP thread never parses bulk data. */
export type Door = 'otlp-traces' | 'otlp-metrics' | 'otlp-logs' | 'claude-hook' | 'events';

export interface Rejection {
  /** Place in the request's array; absent where the whole body was refused. */
  index?: number;
  /** Field and what was expected, in a sentence. */
  message: string;
}

/** What an ingester makes of one body. */
export interface Ingested {
  events: NewEvent[];
  metrics: MetricPoint[];
  spans: SpanRecord[];
  logs: LogRecord[];
  rejected: Rejection[];
}

export interface BodyInfo {
  /** Without parameters, lower case. */
  contentType: string;
  /** `gzip` where the body is still compressed; absent where the HTTP side has undone it. */
  contentEncoding?: string;
  receivedAt: number;
}

export interface AppendResult {
  /** Highest sequence number written; the previous one where nothing was new. */
  seq: number;
  accepted: number;
  /** Known ids: acknowledged, not written again. */
  duplicates: number;
  rejected: Rejection[];
}

export interface PurgeRequest {
  project?: string;
  run?: string;
  /** Every stored record that contains this text. */
  matching?: string;
}

export interface PurgeResult {
  events: number;
  tasks: number;
  metrics: number;
  spans: number;
  logs: number;
}

/** A sentence per part; `ok` where nothing is wrong. */
export interface PartHealth {
  state: 'ok' | 'degraded' | 'down';
  text: string;
  since?: number;
}

export interface StoreHealth {
  journal: PartHealth;
  metrics: PartHealth;
  traces: PartHealth;
  logs: PartHealth;
}

/** Everything the HTTP thread can ask of the store. All promises reject with `StoreError`. */
export interface Store {
  /** Resolves when the events are on disk. */
  append(events: NewEvent[]): Promise<AppendResult>;
  /** Decodes, redacts and stores a raw body; resolves when it is on disk. The buffer is transferred. */
  ingest(door: Door, body: Uint8Array, info: BodyInfo): Promise<AppendResult>;
  /** Metric points of the service itself and of the host. */
  record(points: MetricPoint[]): Promise<void>;
  /** Answers a query request (already validated as an envelope) in frame JSON, encoded. The signal: nobody waits any more. */
  query(request: unknown, signal?: AbortSignal): Promise<Uint8Array>;
  /** A named read for REST and CLI (see `query/reads/`); resolves with encoded JSON, or null where there is nothing. */
  read(name: string, args: Record<string, unknown>, signal?: AbortSignal): Promise<Uint8Array | null>;
  /** How the servers are that telemetry is read from; none where all of it is in this folder. */
  engines(): Promise<EngineReport[]>;
  /** Events after `seq` that are still in the journal, oldest first, at most `limit`. */
  eventsSince(seq: number, limit: number): Promise<JournalEvent[]>;
  /** Called after each commit with what was written, in order. Returns the way to stop. */
  onEvents(listener: (events: JournalEvent[]) => void): () => void;
  purge(request: PurgeRequest): Promise<PurgeResult>;
  /** Deletes what is past its retention and folds roll-ups; also runs by itself. */
  maintain(): Promise<void>;
  health(): Promise<StoreHealth>;
  close(): Promise<void>;
}

/**
 * `code`: full (disk), readonly, locked (another instance), corrupt, overloaded, closed, invalid, not-found (what was asked
 * about), server (one that telemetry is read from did not answer as it should).
 */
export type StoreErrorCode =
  | 'full'
  | 'readonly'
  | 'locked'
  | 'corrupt'
  | 'overloaded'
  | 'closed'
  | 'invalid'
  | 'not-found'
  | 'server'
  | 'internal';

export class StoreError extends Error {
  readonly code: StoreErrorCode;
  /** For overloaded: when to come back. */
  readonly retryAfterMs?: number;
  /** For server: as which status it is passed on. */
  readonly status?: number;

  constructor(code: StoreErrorCode, message: string, retryAfterMs?: number, status?: number) {
    super(message);
    this.name = 'StoreError';
    this.code = code;
    this.retryAfterMs = retryAfterMs;
    this.status = status;
  }
}

/** What the threads need to know; made once by `config.ts` on the main thread. */
export interface StoreOptions {
  dataDir: string;
  /** Open a new run after this much silence, ms. */
  idleGapMs: number;
  captureContents: boolean;
  /** What becomes of user ids in telemetry; `off` where absent. */
  userId?: 'off' | 'hashed';
  retention: {
    /** Raw telemetry, ms, per signal. */
    metricsMs: number;
    metrics5mMs: number;
    metrics1hMs: number;
    tracesMs: number;
    logsMs: number;
    logErrorsMs: number;
  };
  readers: number;
  /** Bytes waiting for the writer before `overloaded`. */
  maxQueuedBytes: number;
  /** Where telemetry is read from; all of it from this folder where absent. */
  engines?: EnginesConfig;
}
