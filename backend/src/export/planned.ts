/** A span as we know it, before it has the form of an SDK. */
export interface PlannedSpan {
  kind: 'run' | 'task' | 'attempt';
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  /** Epoch ms. */
  startedAt: number;
  endedAt: number;
  status: 'unset' | 'ok' | 'error';
  /** Why, where it is an error. */
  message?: string;
  attributes: Record<string, string | number | boolean>;
  links: PlannedLink[];
}

export interface PlannedLink {
  traceId: string;
  spanId: string;
  attributes: Record<string, string | number | boolean>;
}

/** A log record as we know it. */
export interface PlannedLog {
  /** Epoch ms. */
  at: number;
  seenAt: number;
  severity: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal';
  body: string;
  eventName?: string;
  traceId?: string;
  spanId?: string;
  attributes: Record<string, string | number | boolean>;
}
