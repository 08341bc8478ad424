import { TRACE_COLUMNS, TRACE_LIST_COLUMNS } from '#contract/columns.ts';
import { buildFrame, type Frame } from '#contract/frames.ts';
import { type Attributes, type SpanRecord, type TraceSummary } from '../telemetry/types.ts';
import { type QueryContext } from './context.ts';
import { QueryError } from './errors.ts';
import { type Handler, type QueryInput } from './handler.ts';
import { limitNotice, withNotices } from './notices.ts';
import { AttributionLookup } from './telemetry/attributions.ts';
import { uniqueNotices } from './telemetry/combine-series.ts';
import { originParts } from './telemetry/origin-parts.ts';

const DEFAULT_TRACES = 100;
const MOST_TRACES = 5000;
const DEFAULT_SPANS = 20_000;

/** Traces of a time range, the latest first, or with `traceId` one trace in the columns of Grafana's trace view. */
export const answerTraces: Handler<'traces'> = (input, context) =>
  input.query.traceId ? oneTrace(input.query.traceId, input, context) : list(input, context);

async function list({ query, range }: QueryInput<'traces'>, context: QueryContext): Promise<Frame[]> {
  const limit = Math.min(query.limit ?? DEFAULT_TRACES, MOST_TRACES);
  const found = new Map<string, TraceSummary>();
  const notices = [];
  for (const { filters, ...part } of originParts(context.db, query, range)) {
    const answer = await context.traces.search({
      ...part,
      filters: [...(query.filters ?? []), ...filters],
      service: query.service || undefined,
      operation: query.operation || undefined,
      minDurationMs: query.minDurationMs,
      maxDurationMs: query.maxDurationMs,
      errorsOnly: query.errorsOnly,
      limit: limit + 1,
    });
    notices.push(...answer.notices);
    for (const trace of answer.traces) {
      found.set(trace.traceId, trace);
    }
  }
  const sorted = [...found.values()].sort((a, b) => b.startAt - a.startAt || (a.traceId < b.traceId ? -1 : 1));
  const shown = sorted.slice(0, limit);
  const said = uniqueNotices(notices);
  if (sorted.length > limit) {
    said.push(limitNotice(limit, 'traces'));
  }
  const sessions = shown.flatMap(({ origin }) => (origin.session ? [origin.session] : []));
  const lookup = new AttributionLookup(context.db, sessions);
  const rows = shown.map((trace) => summaryRow(trace, lookup));
  return [buildFrame('traces', TRACE_LIST_COLUMNS, rows, withNotices({ preferredVisualisationType: 'table' }, said))];
}

function summaryRow(trace: TraceSummary, lookup: AttributionLookup): Record<string, unknown> {
  const task = lookup.at(trace.origin.session, trace.startAt);
  return {
    traceID: trace.traceId,
    traceName: trace.rootService ? `${trace.rootService}: ${trace.rootName}` : trace.rootName,
    startTime: trace.startAt,
    duration: trace.durationMs,
    spans: trace.spans,
    errors: trace.errors,
    project: trace.origin.project ?? task?.project,
    taskId: trace.origin.taskId ?? task?.taskId,
    session: trace.origin.session,
  };
}

async function oneTrace(id: string, { query }: QueryInput<'traces'>, context: QueryContext): Promise<Frame[]> {
  const traceId = id.toLowerCase();
  if (!/^[0-9a-f]{1,32}$/.test(traceId)) {
    throw new QueryError("Query field 'traceId' of traces must be up to 32 hexadecimal digits.");
  }
  const { spans, notices } = await context.traces.trace(traceId.padStart(32, '0'), query.limit ?? DEFAULT_SPANS);
  const meta = withNotices({ preferredVisualisationType: 'trace' }, notices);
  return [buildFrame('trace', TRACE_COLUMNS, spans.map(spanRow), meta)];
}

const STATUS_CODES = { unset: 0, ok: 1, error: 2 };

/** Parents stay named even where they were never exported: the view then shows a forest. */
function spanRow(span: SpanRecord): Record<string, unknown> {
  return {
    traceID: span.traceId,
    spanID: span.spanId,
    parentSpanID: span.parentSpanId,
    operationName: span.name,
    serviceName: String(span.resource['service.name'] ?? span.origin.service ?? 'unknown'),
    serviceTags: pairs(span.resource),
    startTime: span.startAt,
    duration: span.durationMs,
    statusCode: STATUS_CODES[span.status],
    statusMessage: span.statusMessage,
    kind: span.kind === 'unspecified' ? null : span.kind,
    tags: pairs(span.attributes),
    logs: span.events.map((event) => ({
      timestamp: event.at,
      fields: [{ key: 'name', value: event.name }, ...pairs(event.attributes)],
    })),
    references: span.links.map((link) => ({
      traceID: link.traceId,
      spanID: link.spanId,
      tags: pairs(link.attributes),
    })),
  };
}

const pairs = (attributes: Attributes) => Object.entries(attributes).map(([key, value]) => ({ key, value }));
