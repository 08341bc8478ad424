import { type HrTime, type Link, SpanKind, SpanStatusCode, TraceFlags } from '@opentelemetry/api';
import { type InstrumentationScope } from '@opentelemetry/core';
import { type Resource } from '@opentelemetry/resources';
import { type ReadableLogRecord } from '@opentelemetry/sdk-logs';
import { type ReadableSpan } from '@opentelemetry/sdk-trace';
import { type PlannedLog, type PlannedSpan } from './planned.ts';

/** What the exporters of OpenTelemetry take, from what we know. The SDK's own tracer would make up ids and times. */

const CODES = { unset: SpanStatusCode.UNSET, ok: SpanStatusCode.OK, error: SpanStatusCode.ERROR };
/** Numbers of the OpenTelemetry log data model. */
const SEVERITIES = { trace: 1, debug: 5, info: 9, warn: 13, error: 17, fatal: 21 };

const hrTime = (ms: number): HrTime => [Math.floor(ms / 1000), Math.round((ms % 1000) * 1e6)];
const place = (traceId: string, spanId: string) => ({ traceId, spanId, traceFlags: TraceFlags.SAMPLED });

export function spanToSdk(
  span: PlannedSpan,
  resource: Resource,
  instrumentationScope: InstrumentationScope
): ReadableSpan {
  const context = place(span.traceId, span.spanId);
  return {
    name: span.name,
    kind: SpanKind.INTERNAL,
    spanContext: () => context,
    ...(span.parentSpanId === undefined ? {} : { parentSpanContext: place(span.traceId, span.parentSpanId) }),
    startTime: hrTime(span.startedAt),
    endTime: hrTime(span.endedAt),
    duration: hrTime(span.endedAt - span.startedAt),
    status: { code: CODES[span.status], ...(span.message === undefined ? {} : { message: span.message }) },
    attributes: span.attributes,
    links: span.links.map(({ traceId, spanId, attributes }): Link => ({ context: place(traceId, spanId), attributes })),
    events: [],
    ended: true,
    resource,
    instrumentationScope,
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  };
}

export function logToSdk(
  log: PlannedLog,
  resource: Resource,
  instrumentationScope: InstrumentationScope
): ReadableLogRecord {
  const { traceId, spanId } = log;
  return {
    hrTime: hrTime(log.at),
    hrTimeObserved: hrTime(log.seenAt),
    ...(traceId === undefined ? {} : { spanContext: place(traceId, spanId ?? '') }),
    severityNumber: SEVERITIES[log.severity],
    severityText: log.severity.toUpperCase(),
    body: log.body,
    ...(log.eventName === undefined ? {} : { eventName: log.eventName }),
    resource,
    instrumentationScope,
    attributes: log.attributes,
    droppedAttributesCount: 0,
  };
}
