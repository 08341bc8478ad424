import { type JournalEvent, type NewEvent } from '#contract/events.ts';
import { EngineError, type MetricPoint } from '../telemetry/types.ts';
import {
  type BodyInfo,
  type Door,
  type PurgeRequest,
  StoreError,
  type StoreErrorCode,
  type StoreOptions,
} from './types.ts';

/** What goes between the main thread and the threads that own the data. */

/** Name of the journal in the data folder. */
export const JOURNAL_FILE = 'journal.db';

export interface ThreadData {
  options: StoreOptions;
  /** A reader that asks other servers, too. */
  remote?: boolean;
}

/** Asks for something to be written; many of these become one transaction. */
export type WriteRequest =
  | { kind: 'append'; events: NewEvent[] }
  | { kind: 'ingest'; door: Door; body: Uint8Array; info: BodyInfo }
  | { kind: 'record'; points: MetricPoint[] };

/** Stands alone, in its turn. */
export type ControlRequest =
  { kind: 'purge'; request: PurgeRequest } | { kind: 'maintain' } | { kind: 'health' } | { kind: 'close' };

export type WriterRequest = { id: number } & (WriteRequest | ControlRequest);

export type Answer = { id: number; value: unknown } | { id: number; error: ErrorShape };

export type WriterMessage =
  | { kind: 'ready' }
  | { kind: 'failed'; error: ErrorShape }
  /** Answers of one transaction, and what it wrote to the journal, in order. */
  | { kind: 'answers'; answers: Answer[]; events: JournalEvent[] };

export type ReaderRequest = { id: number } & (
  | { kind: 'query'; request: unknown }
  | { kind: 'read'; name: string; args: Record<string, unknown> }
  | { kind: 'since'; seq: number; limit: number }
  | { kind: 'engines' }
  /** Whoever asked question `of` has gone; has no answer. */
  | { kind: 'cancel'; of: number }
  | { kind: 'close' }
);

/** A `StoreError` without its class, which does not survive the way between threads. */
export interface ErrorShape {
  code: StoreErrorCode;
  message: string;
  retryAfterMs?: number;
  status?: number;
}

export function shapeOf(error: unknown): ErrorShape {
  if (error instanceof StoreError) {
    return { code: error.code, message: error.message, retryAfterMs: error.retryAfterMs, status: error.status };
  }
  if (error instanceof EngineError && error.status > 500) {
    return { code: 'server', message: error.message, status: error.status };
  }
  // What was asked wrongly is the asker's fault, whoever noticed it.
  const status = (error as { status?: unknown } | null)?.status;
  const asked = typeof status === 'number' && status >= 400 && status < 500;
  const code = status === 404 ? 'not-found' : asked ? 'invalid' : 'internal';
  return { code, message: error instanceof Error ? error.message : String(error) };
}

export function errorOf(shape: ErrorShape): StoreError {
  return new StoreError(shape.code, shape.message, shape.retryAfterMs, shape.status);
}
