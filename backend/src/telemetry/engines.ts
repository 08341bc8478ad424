import { type IngestContext } from '../ingest/context.ts';
import { type PartHealth } from '../store/types.ts';
import { type EnginesConfig } from './engines-config.ts';
import { ElasticApi } from './elasticsearch/api.ts';
import { ElasticLogs } from './elasticsearch/log-engine.ts';
import { JaegerApi, type JaegerTraits } from './jaeger/api.ts';
import { JaegerTraces } from './jaeger/trace-engine.ts';
import { elasticProbe, jaegerProbe, prometheusProbe } from './probes.ts';
import { PrometheusApi } from './prometheus/api.ts';
import { PrometheusMetrics } from './prometheus/metric-engine.ts';
import { SeveralMetrics } from './several-metrics.ts';
import { type LogEngine, type MetricEngine, type TraceEngine } from './types.ts';
import { type Probe } from './upstream/options.ts';
import { Upstream, type UpstreamStats } from './upstream/upstream.ts';

export interface EngineSet {
  metrics: MetricEngine;
  traces: TraceEngine;
  logs: LogEngine;
}

/** How a server is that telemetry is read from. */
export interface EngineReport extends UpstreamStats {
  signal: keyof EnginesConfig;
  health: PartHealth;
}

export interface RemoteEngines {
  /** The engines for one request: what they ask is given up when the signal says so. */
  bind(signal: AbortSignal): EngineSet;
  report(): EngineReport[];
  close(): Promise<void>;
}

/**
 * Connects nothing yet; signals that are not read from a server are answered by `embedded`. `context`: how what comes
 * from a server is read and redacted, as if it had been sent to us.
 */
export function openEngines(config: EnginesConfig, embedded: EngineSet, context: IngestContext): RemoteEngines {
  const all: Array<{ signal: keyof EnginesConfig; upstream: Upstream }> = [];
  const connect = (signal: keyof EnginesConfig, options: Upstream['options'], probe: Probe): Upstream => {
    const upstream = new Upstream(options, probe);
    all.push({ signal, upstream });
    return upstream;
  };
  const targets = config.metrics === 'embedded' ? [] : config.metrics;
  const prometheus = targets.map((target) => ({
    ...target,
    server: connect('metrics', target.upstream, prometheusProbe),
  }));
  const metrics = (signal: AbortSignal): MetricEngine => {
    const parts = prometheus.map(({ server, settings, projects }) => ({
      engine: new PrometheusMetrics(new PrometheusApi(server, signal), settings),
      place: server.place,
      ...(projects ? { projects } : {}),
    }));
    return parts.length > 1 ? new SeveralMetrics(parts) : (parts[0]?.engine ?? embedded.metrics);
  };
  const jaeger = config.traces === 'embedded' ? undefined : connect('traces', config.traces, jaegerProbe);
  const traits: JaegerTraits = {};
  const traces = (signal: AbortSignal): TraceEngine =>
    jaeger ? new JaegerTraces(new JaegerApi(jaeger, traits, signal), context) : embedded.traces;
  const elastic =
    config.logs === 'embedded'
      ? undefined
      : { server: connect('logs', config.logs.upstream, elasticProbe(config.logs.index)), index: config.logs.index };
  const logs = (signal: AbortSignal): LogEngine =>
    elastic ? new ElasticLogs(new ElasticApi(elastic.server, elastic.index, signal), context) : embedded.logs;
  return {
    bind: (signal) => ({ metrics: metrics(signal), traces: traces(signal), logs: logs(signal) }),
    report: () => all.map(({ signal, upstream }) => ({ signal, ...upstream.stats(), health: upstream.health() })),
    close: async () => {
      await Promise.all(all.map(({ upstream }) => upstream.close()));
    },
  };
}
