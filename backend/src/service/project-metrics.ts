import { type Metrics } from '../metrics/metrics.ts';
import { type Store } from '../store/types.ts';
import { statusReport } from './status-report.ts';

const KEEP_MS = 10_000;
/** Without any event since the last look only time has passed, which these gauges do not show. */
const KEEP_QUIET_MS = 600_000;
const MOST_PROJECTS = 50;

const STATUSES: Array<[label: string, column: string]> = [
  ['pending', 'pending'],
  ['in-progress', 'inProgress'],
  ['review', 'review'],
  ['blocked', 'blocked'],
  ['done', 'done'],
  ['deferred', 'deferred'],
  ['cancelled', 'cancelled'],
];
const TOKENS: Array<[label: string, column: string]> = [
  ['input', 'inputTokens'],
  ['output', 'outputTokens'],
  ['cacheRead', 'cacheReadTokens'],
  ['cacheCreation', 'cacheCreationTokens'],
];

/**
 * Keeps the gauges of projects up to date, from the same query the pages use; at most one read every 10 s,
 * and next to none while nothing happens: a read starts a thread that holds memory of its own.
 */
export function refreshProjectMetrics(metrics: Metrics, store: Store): void {
  let readAt = -Infinity;
  let readSeq = -1;
  metrics.refreshWith(async () => {
    const { seq } = metrics;
    if (Date.now() - readAt < (seq === readSeq ? KEEP_QUIET_MS : KEEP_MS)) {
      return;
    }
    readAt = Date.now();
    readSeq = seq;
    const projects = await statusReport(store, undefined, MOST_PROJECTS);
    const { tasks, progress, tokens, cost } = metrics.own;
    [tasks, progress, tokens, cost].forEach((gauge) => gauge.reset());
    for (const { project, status } of projects) {
      const id = String(project.id);
      if (status) {
        STATUSES.forEach(([label, column]) => tasks.set({ project: id, status: label }, Number(status[column] ?? 0)));
        progress.set({ project: id }, Number(status.progress ?? 0));
        TOKENS.forEach(([label, column]) => tokens.set({ project: id, type: label }, Number(status[column] ?? 0)));
        cost.set({ project: id }, Number(status.costUsd ?? 0));
      }
    }
  });
}
