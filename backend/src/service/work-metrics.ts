import { type Metrics } from '../metrics/metrics.ts';
import { type Budgets, ENDED_MS, setWorkGauges } from '../metrics/work-gauges.ts';
import { type WorkRun } from '../query/reads/work.ts';
import { type Store } from '../store/types.ts';

const KEEP_MS = 10_000;
const MOST_PROJECTS = 50;

/**
 * Keeps the gauges of runs under way up to date. The journal is read at most every 10 s and only where something has happened
 * since (a read starts a thread that holds memory of its own); what only time changes is made from what is known.
 */
export function refreshWorkMetrics(metrics: Metrics, store: Pick<Store, 'read'>, budgets: Budgets): void {
  let readAt = -Infinity;
  let readSeq = -1;
  let runs: WorkRun[] = [];
  metrics.refreshWith(async () => {
    const now = Date.now();
    const { seq } = metrics;
    if (seq !== readSeq && now - readAt >= KEEP_MS) {
      readAt = now;
      readSeq = seq;
      const answer = await store.read('work', { endedSince: now - ENDED_MS, limit: MOST_PROJECTS });
      runs = answer === null ? [] : (JSON.parse(Buffer.from(answer).toString('utf8')) as WorkRun[]);
    }
    setWorkGauges(metrics.own, runs, now, budgets);
  });
}
