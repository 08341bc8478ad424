import { type DatabaseSync } from 'node:sqlite';
import { type LogEngine, type MetricEngine, type TraceEngine } from '../telemetry/types.ts';

/** What a query may look at. Nothing in it can be written through. */
export interface QueryContext {
  /** The journal, opened read-only. */
  db: DatabaseSync;
  metrics: MetricEngine;
  traces: TraceEngine;
  logs: LogEngine;
  /** Epoch ms. */
  now(): number;
  options: QueryOptions;
  /** Engines are asked over the network: the queries of a request need not wait for each other. */
  concurrent?: boolean;
}

export interface QueryOptions {
  /** A running task is stuck after this many times its expected duration without a sign of life. */
  stuckFactor: number;
  /** … and never before this much silence, ms. */
  stuckAfterMs: number;
  /** c of the memory bound c·√n (docs/queries/status.md), bytes. */
  memoryCoefficientBytes: number;
}

export const DEFAULT_QUERY_OPTIONS: QueryOptions = {
  stuckFactor: 3,
  stuckAfterMs: 15 * 60_000,
  memoryCoefficientBytes: 128 * 1024 * 1024,
};
