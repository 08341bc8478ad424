import { type LogRecord, type MetricPoint, type SpanRecord } from '../../telemetry/types.ts';
import { type Rejection } from '../../store/types.ts';
import { type Contents } from '../redact/values.ts';
import { type Source } from './origin.ts';

/** A record, where it came from, and the contents that are gone once its events are read. */
export interface Decoded<T> {
  record: T;
  source: Source;
  contents?: Contents;
}

export interface DecodedSpans {
  spans: Array<Decoded<SpanRecord>>;
  rejected: Rejection[];
}

export interface DecodedLogs {
  logs: Array<Decoded<LogRecord>>;
  rejected: Rejection[];
}

export interface DecodedMetrics {
  points: Array<Decoded<MetricPoint>>;
  rejected: Rejection[];
}
