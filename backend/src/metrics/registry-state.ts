import { Counter, Histogram, type Registry } from 'prom-client';

/** Counters and histograms as plain data, so that they go on after a restart where they were. */
export interface RegistryState {
  counters: Record<string, Array<{ labels: Record<string, string>; value: number }>>;
  histograms: Record<string, SavedHistogram[]>;
}

interface SavedHistogram {
  labels: Record<string, string>;
  sum: number;
  count: number;
  buckets: Record<string, number>;
}

/** prom-client has no way to set a histogram; this is where version 15 keeps it. `restoreRegistry` checks the form. */
interface HistogramInside {
  hashMap: Record<
    string,
    { labels: Record<string, string>; bucketValues: Record<string, number>; sum: number; count: number }
  >;
}

/** Takes out every series of a registry that has the text in a label. */
export async function forgetSeries(registry: Registry, text: string): Promise<void> {
  for (const { name, values } of await registry.getMetricsAsJSON()) {
    const metric = registry.getSingleMetric(name);
    for (const { labels } of values) {
      if (Object.values(labels).some((label) => String(label).includes(text))) {
        const { le: _bucket, quantile: _quantile, ...own } = labels as Record<string, string>;
        metric?.remove(own);
      }
    }
  }
}

/** What the named metrics have counted so far. */
export async function saveRegistry(registry: Registry, names: readonly string[]): Promise<RegistryState> {
  const state: RegistryState = { counters: {}, histograms: {} };
  for (const name of names) {
    const metric = registry.getSingleMetric(name);
    if (metric instanceof Counter) {
      const { values } = await metric.get();
      state.counters[name] = values.map(({ labels, value }) => ({ labels: labels as Record<string, string>, value }));
    } else if (metric instanceof Histogram) {
      const { hashMap } = metric as unknown as HistogramInside;
      state.histograms[name] = Object.values(hashMap).map(({ labels, bucketValues, sum, count }) => ({
        labels,
        sum,
        count,
        buckets: { ...bucketValues },
      }));
    }
  }
  return state;
}

/** Adds a saved state to counters that have just been made. A histogram whose buckets have changed begins anew. */
export function restoreRegistry(registry: Registry, state: RegistryState): void {
  for (const [name, values] of Object.entries(state.counters)) {
    const metric = registry.getSingleMetric(name);
    if (metric instanceof Counter) {
      values.forEach(({ labels, value }) => metric.inc(labels, value));
    }
  }
  for (const [name, saved] of Object.entries(state.histograms)) {
    const metric = registry.getSingleMetric(name);
    if (metric instanceof Histogram) {
      saved.forEach((one) => restoreHistogram(metric, one));
    }
  }
}

function restoreHistogram(metric: Histogram, saved: SavedHistogram): void {
  metric.zero(saved.labels);
  const { hashMap } = metric as unknown as HistogramInside;
  const fresh = Object.values(hashMap).find(({ labels }) => sameLabels(labels, saved.labels));
  const bounds = Object.keys(fresh?.bucketValues ?? {});
  if (fresh && bounds.length === Object.keys(saved.buckets).length && bounds.every((bound) => bound in saved.buckets)) {
    fresh.bucketValues = { ...saved.buckets };
    fresh.sum = saved.sum;
    fresh.count = saved.count;
  }
}

function sameLabels(a: Record<string, string>, b: Record<string, string>): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}
