/** Where one signal is sent. What is absent, the exporter takes from OTEL_EXPORTER_OTLP_* or its defaults. */
export interface ExportTarget {
  /** Whole address, path included. */
  url: string;
  headers?: Record<string, string>;
  tls?: { ca?: string; cert?: string; key?: string };
  timeoutMs?: number;
}

/** What the service sends of itself. */
export interface ExportConfig {
  /** Absent: not sent. */
  traces?: ExportTarget;
  metrics?: ExportTarget;
  logs?: ExportTarget;
  /** Distance of metrics, ms. */
  intervalMs: number;
  /** `service.name` of all of it. */
  serviceName: string;
  /** Further attributes of the resource. */
  resource: Record<string, string>;
}

export const EXPORT_SIGNALS = ['traces', 'metrics', 'logs'] as const;
export type ExportSignal = (typeof EXPORT_SIGNALS)[number];
