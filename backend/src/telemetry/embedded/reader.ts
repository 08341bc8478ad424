import { join } from 'node:path';
import { type LogEngine, type MetricEngine, type TraceEngine } from '../types.ts';
import { EmbeddedLogs } from './logs/log-engine.ts';
import { LogReader } from './logs/log-reader.ts';
import { logFolder } from './logs/log-writer.ts';
import { MetricCatalogue } from './metrics/catalogue.ts';
import { EmbeddedMetrics } from './metrics/metric-engine.ts';
import { openMetricFiles } from './metrics/metric-files.ts';
import { metricFolders } from './metrics/metric-writer.ts';
import { ReaderFiles } from './shared/reader-files.ts';
import { EmbeddedTraces } from './traces/trace-engine.ts';
import { TraceReader } from './traces/trace-reader.ts';
import { traceFolder } from './traces/trace-writer.ts';

export interface TelemetryReader {
  metrics: MetricEngine;
  traces: TraceEngine;
  logs: LogEngine;
  close(): void;
}

/**
 * The three engines over the embedded files, for one reader thread. Nothing is opened before it is asked for; files
 * that are idle or that retention has deleted are closed by themselves, new ones are found by themselves.
 */
export function openTelemetryReader({ dataDir }: { dataDir: string; now?: () => number }): TelemetryReader {
  const root = join(dataDir, 'telemetry');
  const metrics = openMetricFiles(metricFolders(root));
  const traces = new ReaderFiles({ folder: traceFolder(root), open: (db) => new TraceReader(db) });
  const logs = new ReaderFiles({ folder: logFolder(root), open: (db, day) => new LogReader(db, day) });
  return {
    metrics: new EmbeddedMetrics(metrics, new MetricCatalogue(metrics)),
    traces: new EmbeddedTraces(traces),
    logs: new EmbeddedLogs(logs),
    close() {
      for (const files of [metrics.raw, metrics.fine, metrics.coarse, traces, logs]) {
        files.close();
      }
    },
  };
}
