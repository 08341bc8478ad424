import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-proto';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-proto';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { type Resource, resourceFromAttributes } from '@opentelemetry/resources';
import { type MetricPoint } from '../telemetry/types.ts';
import { type Outcome, type Send, sendWith } from './delivery.ts';
import { type ExportConfig, type ExportTarget } from './export-config.ts';
import { metricData } from './metric-data.ts';
import { type PlannedLog, type PlannedSpan } from './planned.ts';
import { logToSdk, spanToSdk } from './to-sdk.ts';

/** Name of the scope of all that is sent: a Collector that passes things on to the service knows by it what came from there. */
export const SCOPE = 'taskmaster-observe';

export interface OtlpSenders {
  traces?: Send<PlannedSpan>;
  metrics?: (points: readonly MetricPoint[]) => Promise<Outcome>;
  logs?: Send<PlannedLog>;
  close(): Promise<void>;
}

/** The exporters of OpenTelemetry (OTLP over HTTP, protobuf) for the signals that are to be sent. */
export function otlpSenders(
  config: ExportConfig,
  about: { version: string; instance: string; environment: string }
): OtlpSenders {
  const resource: Resource = resourceFromAttributes({
    ...config.resource,
    'service.name': config.serviceName,
    'service.version': about.version,
    'service.instance.id': about.instance,
    'deployment.environment.name': about.environment,
  });
  const scope = { name: SCOPE, version: about.version };
  const traces = config.traces && new OTLPTraceExporter(optionsOf(config.traces));
  const metrics = config.metrics && new OTLPMetricExporter(optionsOf(config.metrics));
  const logs = config.logs && new OTLPLogExporter(optionsOf(config.logs));
  return {
    ...(traces && {
      traces: (spans: readonly PlannedSpan[]) =>
        sendWith(
          traces,
          spans.map((span) => spanToSdk(span, resource, scope))
        ),
    }),
    ...(metrics && {
      metrics: (points: readonly MetricPoint[]) =>
        sendWith(metrics, { resource, scopeMetrics: [{ scope, metrics: metricData(points) }] }),
    }),
    ...(logs && {
      logs: (lines: readonly PlannedLog[]) =>
        sendWith(
          logs,
          lines.map((line) => logToSdk(line, resource, scope))
        ),
    }),
    async close() {
      await Promise.allSettled([traces?.shutdown(), metrics?.shutdown(), logs?.shutdown()]);
    },
  };
}

function optionsOf({ url, headers, tls, timeoutMs }: ExportTarget) {
  return {
    url,
    ...(headers ? { headers } : {}),
    ...(tls ? { httpAgentOptions: tls } : {}),
    ...(timeoutMs === undefined ? {} : { timeoutMillis: timeoutMs }),
  };
}
