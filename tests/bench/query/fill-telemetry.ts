import { openTelemetryWriter } from '../../../backend/src/telemetry/embedded/index.ts';
import { type LogRecord, type MetricPoint, type SpanRecord } from '../../../backend/src/telemetry/types.ts';
import { type Plan, sessionId, sessionSpan, spread, startOf } from './plan.ts';

const DAY_MS = 86_400_000;
const BATCH = 5000;
const RETENTION = {
  metricsMs: 7 * DAY_MS,
  metrics5mMs: 30 * DAY_MS,
  metrics1hMs: 365 * DAY_MS,
  tracesMs: 7 * DAY_MS,
  logsMs: 7 * DAY_MS,
  logErrorsMs: 90 * DAY_MS,
};

/** Samples that came in last are sorted in when they have waited for a while; a clock that stands would leave them. */
const SETTLED_MS = 600_000;

/** Fills the embedded telemetry through its own writer, in order of time, until its maintenance has nothing left to do. */
export function fillTelemetry(dataDir: string, plan: Plan, say: (text: string) => void): void {
  let now = plan.now;
  const writer = openTelemetryWriter({ dataDir, retention: RETENTION, now: () => now });
  const batches = Math.ceil(Math.max(plan.metricPoints, plan.spans, plan.logs) / BATCH);
  const slice = (total: number, batch: number): [number, number] => [
    Math.floor((total * batch) / batches),
    Math.floor((total * (batch + 1)) / batches),
  ];
  for (let batch = 0; batch < batches; batch += 1) {
    writer.begin();
    writer.write({
      metrics: make(slice(plan.metricPoints, batch), (index) => metricAt(plan, index)),
      spans: make(slice(plan.spans, batch), (index) => spanAt(plan, index)),
      logs: make(slice(plan.logs, batch), (index) => logAt(plan, index)),
    });
    writer.commit();
    writer.maintain(batch % 20 === 0 ? 200 : 5);
    if (batch % 100 === 99) {
      say(`telemetry ${Math.round((100 * batch) / batches)} %`);
    }
  }
  now += SETTLED_MS;
  while (writer.maintain(1000)) {
    // until everything is sorted in, rolled up and indexed
  }
  writer.close();
}

function make<T>([from, to]: [number, number], one: (index: number) => T): T[] {
  return Array.from({ length: to - from }, (_item, at) => one(from + at));
}

/** The session at work at a share of the whole time, and the moment. */
function at(plan: Plan, index: number, total: number): { time: number; session: string } {
  const time = Math.floor(startOf(plan) + ((plan.now - startOf(plan)) * index) / total);
  const guess = Math.floor((index / total) * (plan.sessions - 3));
  const { start, end } = sessionSpan(plan, guess);
  return { time: Math.min(Math.max(time, start), end), session: sessionId(guess) };
}

const MODELS = ['claude-sonnet-4-5', 'claude-haiku-4-5'];
const TYPES = ['input', 'output', 'cacheRead', 'cacheCreation'];

function metricAt(plan: Plan, index: number): MetricPoint {
  const { time, session } = at(plan, index, plan.metricPoints);
  const isCost = index % 5 === 4;
  return {
    name: isCost ? 'claude_code.cost.usage' : 'claude_code.token.usage',
    labels: {
      'session.id': session,
      model: MODELS[index % 2]!,
      ...(isCost ? {} : { type: TYPES[index % 4]! }),
    },
    kind: 'counter',
    temporality: 'delta',
    unit: isCost ? 'USD' : 'tokens',
    startAt: time - 60_000,
    at: time,
    value: isCost ? 0.03 : 400 + (index % 100),
    origin: { session, service: 'claude-code' },
  };
}

const hex = (value: number, digits: number) => Math.floor(value).toString(16).padStart(digits, '0').slice(-digits);

/** Traces of 20 spans, one root each. */
function spanAt(plan: Plan, index: number): SpanRecord {
  const trace = Math.floor(index / 20);
  const { time, session } = at(plan, trace * 20, plan.spans);
  const part = index % 20;
  const failed = spread(index) > 0.99;
  return {
    traceId: hex(trace + 1, 32),
    spanId: hex(index + 1, 16),
    ...(part === 0 ? {} : { parentSpanId: hex(trace * 20 + 1, 16) }),
    name: ['claude_code.interaction', 'claude_code.llm_request', 'claude_code.tool'][part === 0 ? 0 : 1 + (part % 2)]!,
    kind: 'internal',
    startAt: time + part * 400,
    durationMs: part === 0 ? 8000 : 50 + 400 * spread(index),
    status: failed ? 'error' : 'unset',
    attributes: { 'session.id': session, tool_name: ['Bash', 'Edit'][index % 2]!, duration_ms: 300, success: !failed },
    resource: { 'service.name': 'claude-code', 'service.version': '2.1.232' },
    scope: 'com.anthropic.claude_code.tracing',
    events: [],
    links: [],
    origin: { session, service: 'claude-code' },
  };
}

const LINES = ['tool_result', 'api_request', 'tool_decision', 'user_prompt', 'api_error'];

function logAt(plan: Plan, index: number): LogRecord {
  const { time, session } = at(plan, index, plan.logs);
  const event = index % 500 === 0 ? LINES[4]! : LINES[index % 4]!;
  return {
    at: time,
    observedAt: time,
    severity: event === 'api_error' ? 'error' : 'info',
    body: `claude_code.${event} number ${index} of warehouse aisle ${index % 97}`,
    eventName: event,
    category: event === 'api_error' ? 'error' : 'command',
    attributes: {
      'session.id': session,
      model: MODELS[index % 2]!,
      duration_ms: 120 + (index % 900),
      tool_name: 'Bash',
    },
    resource: { 'service.name': 'claude-code' },
    origin: { session, service: 'claude-code' },
  };
}
