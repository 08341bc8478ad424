import { type PrometheusSettings } from './prometheus/resolve.ts';
import { type UpstreamOptions } from './upstream/options.ts';

/** Where each signal is read from. Plain data: it goes to the thread that asks. */
export interface EnginesConfig {
  metrics: 'embedded' | PrometheusTarget[];
  traces: 'embedded' | UpstreamOptions;
  logs: 'embedded' | ElasticTarget;
}

export interface PrometheusTarget {
  upstream: UpstreamOptions;
  settings: PrometheusSettings;
  /** Project ids whose metrics are here; undefined: any. */
  projects?: string[];
}

export interface ElasticTarget {
  upstream: UpstreamOptions;
  /** Index names, patterns, data streams, separated by commas. */
  index: string;
}

export function hasRemote(engines: EnginesConfig | undefined): engines is EnginesConfig {
  return engines !== undefined && Object.values(engines).some((one) => one !== 'embedded');
}

/** Query types by the signal they are read from. */
const SIGNAL_OF_QUERY: Record<string, keyof EnginesConfig> = { metric: 'metrics', traces: 'traces', logs: 'logs' };

/** Look-ups by the signal they are read from. */
const SIGNAL_OF_LOOKUP: Record<string, keyof EnginesConfig> = {
  'lookup/metrics': 'metrics',
  'lookup/labels': 'metrics',
  'lookup/label-values': 'metrics',
  'lookup/capabilities': 'metrics',
  'lookup/services': 'traces',
  'lookup/operations': 'traces',
};

/** Whether a query of this type is answered by a server that is asked over the network. */
export function isRemote(engines: EnginesConfig | undefined, queryType: string): boolean {
  const signal = SIGNAL_OF_QUERY[queryType];
  return engines !== undefined && signal !== undefined && engines[signal] !== 'embedded';
}

/** Whether a request needs such a server. */
export function asksRemote(engines: EnginesConfig, request: unknown): boolean {
  const queries = (request as { queries?: unknown } | null)?.queries;
  return (
    Array.isArray(queries) &&
    queries.some((query: { queryType?: unknown } | null) => isRemote(engines, String(query?.queryType)))
  );
}

export function readsRemote(engines: EnginesConfig, name: string): boolean {
  const signal = SIGNAL_OF_LOOKUP[name];
  return signal !== undefined && engines[signal] !== 'embedded';
}
