import { type Metrics } from '../metrics/metrics.ts';
import { type Store } from '../store/types.ts';

/** Sets the gauges of the servers that telemetry is read from. */
export async function refreshUpstreams({ own }: Metrics, store: Store): Promise<void> {
  for (const { signal, url, requests, failures, retries, shared, breaker } of await store.engines()) {
    for (const [outcome, count] of Object.entries({ sent: requests, failed: failures, retried: retries, shared })) {
      own.upstreamRequests.set({ signal, url, outcome }, count);
    }
    own.upstreamBreaker.set({ signal, url }, breaker);
  }
}
