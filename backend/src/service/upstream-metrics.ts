import { type Metrics } from '../metrics/metrics.ts';
import { type Store } from '../store/types.ts';
import { type EngineNews } from './engine-news.ts';

/** Sets the gauges of the servers that telemetry is read from, and says in the log what is new of them. */
export async function refreshUpstreams({ own }: Metrics, store: Store, news: EngineNews): Promise<void> {
  const reports = await store.engines();
  for (const { signal, url, requests, failures, retries, shared, breaker } of reports) {
    for (const [outcome, count] of Object.entries({ sent: requests, failed: failures, retried: retries, shared })) {
      own.upstreamRequests.set({ signal, url, outcome }, count);
    }
    own.upstreamBreaker.set({ signal, url }, breaker);
  }
  news.hear(reports);
}
