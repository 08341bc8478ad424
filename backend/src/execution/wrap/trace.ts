import { randomBytes } from 'node:crypto';

/** Place of a command in a trace. */
export interface TracePlace {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
}

const TRACEPARENT = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}/;

/** A new span, below the one `TRACEPARENT` (W3C Trace Context) names where it names one. */
export function newPlace(traceparent: string | undefined): TracePlace {
  const spanId = randomBytes(8).toString('hex');
  const found = TRACEPARENT.exec(traceparent?.trim().toLowerCase() ?? '');
  const [, traceId = '', parentSpanId = ''] = found ?? [];
  // All zeros is how an invalid context looks.
  return /[1-9a-f]/.test(traceId) && /[1-9a-f]/.test(parentSpanId)
    ? { traceId, spanId, parentSpanId }
    : { traceId: randomBytes(16).toString('hex'), spanId };
}

export const traceparentOf = ({ traceId, spanId }: TracePlace): string => `00-${traceId}-${spanId}-01`;
