import { join } from 'node:path';
import { type PartHealth, type PurgeRequest, StoreError, type StoreOptions } from '../../store/types.ts';
import { type LogRecord, type MetricPoint, type SpanRecord } from '../types.ts';
import { SignalHealth } from './health.ts';
import { LogWriter } from './logs/log-writer.ts';
import { MetricWriter } from './metrics/metric-writer.ts';
import { purgeAll } from './purge.ts';
import { applyRetention } from './retention.ts';
import { MINUTE_MS } from './shared/days.ts';
import { checkSuspects } from './shared/suspects.ts';
import { TraceWriter } from './traces/trace-writer.ts';

export interface TelemetryWriterOptions {
  dataDir: string;
  retention: StoreOptions['retention'];
  now?: () => number;
  /** Most 8 KiB pages of a file; beyond, writes fail as on a full disk. */
  maxPages?: number;
}

export interface TelemetryRecords {
  metrics: readonly MetricPoint[];
  spans: readonly SpanRecord[];
  logs: readonly LogRecord[];
}

/** Keeps metrics, spans and logs. For the one thread that owns the data folder. All methods throw `StoreError`. */
export interface TelemetryWriter {
  begin(): void;
  /** Between begin and commit, any number of times. */
  write(records: TelemetryRecords): void;
  /** Makes everything since `begin` durable against the end of the process, and visible to readers. */
  commit(): void;
  /** Undoes everything since `begin`. To be called after a failed write or commit. */
  rollback(): void;
  /**
   * Sorting in, roll-ups, text index, retention: about `budgetMs` of work (five times that while very many lines wait
   * for the index). Not between begin and commit. Returns whether there is more to do at once.
   */
  maintain(budgetMs: number): boolean;
  /** Deletes for good (overwritten, files shrunk) and says how many records went. */
  purge(request: PurgeRequest): { metrics: number; spans: number; logs: number };
  health(): { metrics: PartHealth; traces: PartHealth; logs: PartHealth };
  close(): void;
}

export function openTelemetryWriter(options: TelemetryWriterOptions): TelemetryWriter {
  return new Writer(options);
}

class Writer implements TelemetryWriter {
  private readonly metrics: MetricWriter;
  private readonly traces: TraceWriter;
  private readonly logs: LogWriter;
  private readonly health_: Record<'metrics' | 'traces' | 'logs', SignalHealth>;
  private readonly retention: StoreOptions['retention'];
  private readonly now: () => number;
  private retentionAt = -Infinity;
  private turn = 0;
  private closed = false;

  constructor({ dataDir, retention, now = Date.now, maxPages }: TelemetryWriterOptions) {
    const root = join(dataDir, 'telemetry');
    this.now = now;
    this.retention = retention;
    this.metrics = new MetricWriter(root, now, maxPages);
    this.traces = new TraceWriter(root, now, maxPages);
    this.logs = new LogWriter(root, now, maxPages);
    const { raw, fine, coarse } = this.metrics.files;
    this.health_ = {
      metrics: new SignalHealth('Metrics', [raw.folder, fine.folder, coarse.folder]),
      traces: new SignalHealth('Traces', [this.traces.files.folder]),
      logs: new SignalHealth('Logs', [this.logs.files.folder]),
    };
  }

  begin(): void {
    if (this.closed) {
      throw new StoreError('closed', 'The telemetry store is closed.');
    }
    this.metrics.files.raw.begin();
    this.traces.files.begin();
    this.logs.files.begin();
  }

  write({ metrics, spans, logs }: TelemetryRecords): void {
    this.watch('metrics', () => this.metrics.write(metrics));
    this.watch('traces', () => this.traces.write(spans));
    this.watch('logs', () => this.logs.write(logs));
  }

  commit(): void {
    this.watch('metrics', () => this.metrics.files.raw.commit());
    this.watch('traces', () => this.traces.files.commit());
    this.watch('logs', () => this.logs.files.commit());
    for (const part of Object.values(this.health_)) {
      part.succeeded();
    }
  }

  rollback(): void {
    this.metrics.files.raw.rollback();
    this.traces.files.rollback();
    this.logs.files.rollback();
  }

  maintain(budgetMs: number): boolean {
    const now = this.now();
    const start = performance.now();
    if (Math.abs(now - this.retentionAt) >= MINUTE_MS) {
      this.retentionAt = now;
      checkSuspects(this.metrics.files.raw);
      checkSuspects(this.metrics.files.fine);
      checkSuspects(this.metrics.files.coarse);
      checkSuspects(this.traces.files);
      checkSuspects(this.logs.files);
      this.watch('metrics', () =>
        applyRetention({ metrics: this.metrics, traces: this.traces, logs: this.logs }, this.retention, now)
      );
    }
    // One slice of one signal after the other, until the time is up or none has anything left to do.
    const steps = [
      (deadline: number) => this.watch('metrics', () => this.metrics.step(deadline)),
      (deadline: number) => this.watch('traces', () => this.traces.step(deadline)),
      (deadline: number) => this.watch('logs', () => this.logs.step(deadline)),
    ];
    const end = start + budgetMs;
    for (let idle = 0; idle < steps.length; this.turn++) {
      if (performance.now() >= end) {
        return true;
      }
      idle = steps[this.turn % steps.length]!(end) ? 0 : idle + 1;
    }
    return false;
  }

  purge(request: PurgeRequest): { metrics: number; spans: number; logs: number } {
    return purgeAll({ metrics: this.metrics, traces: this.traces, logs: this.logs }, request);
  }

  health(): { metrics: PartHealth; traces: PartHealth; logs: PartHealth } {
    return {
      metrics: this.health_.metrics.report(this.metrics.unusable),
      traces: this.health_.traces.report(this.traces.unusable),
      logs: this.health_.logs.report(this.logs.unusable),
    };
  }

  close(): void {
    this.closed = true;
    this.metrics.closeAll();
    this.traces.files.closeAll();
    this.logs.files.closeAll();
  }

  /** Remembers a failure for the health report and passes it on. */
  private watch<R>(part: 'metrics' | 'traces' | 'logs', work: () => R): R {
    try {
      return work();
    } catch (error) {
      this.health_[part].failed(error, this.now());
      throw error;
    }
  }
}
