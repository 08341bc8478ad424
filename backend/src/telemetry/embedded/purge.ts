import { type PurgeRequest } from '../../store/types.ts';
import { purgeLogs } from './logs/purge-logs.ts';
import { purgeMetrics } from './metrics/purge-metrics.ts';
import { type Writers } from './retention.ts';
import { purgeTraces } from './traces/purge-traces.ts';

/**
 * Deletes what belongs to a project or run, or contains a text (exactly, upper and lower case apart), from every file.
 * Each file touched is rewritten and its WAL emptied, so that the bytes are gone from the disk's files. A request that
 * names nothing deletes nothing; one that names several things deletes what fits all of them.
 */
export function purgeAll(writers: Writers, request: PurgeRequest): { metrics: number; spans: number; logs: number } {
  const { project, run, matching } = request;
  if (project === undefined && run === undefined && (matching === undefined || matching === '')) {
    return { metrics: 0, spans: 0, logs: 0 };
  }
  return {
    metrics: purgeMetrics(writers.metrics, request),
    spans: purgeTraces(writers.traces.files, request),
    logs: purgeLogs(writers.logs.files, request),
  };
}
