import { type LogRecord, type MetricPoint, type SpanRecord } from '../telemetry/types.ts';
import { type PartHealth, type PurgeRequest } from './types.ts';

/** What the writer needs of the telemetry files (telemetry/embedded). One transaction spans all three signals. */
export interface TelemetryWriter {
  begin(): void;
  write(records: { metrics: MetricPoint[]; spans: SpanRecord[]; logs: LogRecord[] }): void;
  commit(): void;
  rollback(): void;
  /** Works for about this long on retention and roll-ups; true where there is more to do at once. */
  maintain(budgetMs: number): boolean | void;
  purge(request: PurgeRequest): { metrics: number; spans: number; logs: number };
  health(): { metrics: PartHealth; traces: PartHealth; logs: PartHealth };
  close(): void;
}
