// A simulated agent: sends what Claude Code would, by OTLP/JSON, as if it worked through eight tasks without end. For trying out
// the way from agents through the Collector to servers and service; it calls no model and changes nothing.
// Environment: OTEL_EXPORTER_OTLP_ENDPOINT (http://127.0.0.1:4318), WORKLOAD_STEP_MS (2000: one request to a model),
// WORKLOAD_STEPS (end after so many), WORKLOAD_HEALTH_PORT (8080; 0: none).
import { randomBytes, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

const endpoint = (process.env.OTEL_EXPORTER_OTLP_ENDPOINT ?? 'http://127.0.0.1:4318').replace(/\/+$/, '');
const stepMs = Number(process.env.WORKLOAD_STEP_MS ?? 2000);
const steps = Number(process.env.WORKLOAD_STEPS ?? Infinity);
const healthPort = Number(process.env.WORKLOAD_HEALTH_PORT ?? 8080);
const PROJECT = 'sample-workload';
const MODEL = 'claude-sonnet-4-5';
const TASKS = 8;
const STEPS_A_TASK = 12;

const hex = (bytes) => randomBytes(bytes).toString('hex');
const nanos = (ms) => `${BigInt(Math.round(ms))}000000`;
const value = (one) =>
  typeof one === 'number'
    ? Number.isInteger(one)
      ? { intValue: String(one) }
      : { doubleValue: one }
    : { stringValue: String(one) };
const attributes = (fields) => Object.entries(fields).map(([key, one]) => ({ key, value: value(one) }));
const between = (least, most) => Math.round(least + Math.random() * (most - least));

let lastSentAt = Date.now();
let said = '';

/** What cannot be sent is lost here as it is with an agent; it is said once. */
async function send(signal, body) {
  try {
    const answer = await fetch(`${endpoint}/v1/${signal}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(10_000),
    });
    if (!answer.ok) {
      throw new Error(`${answer.status} ${(await answer.text()).slice(0, 300)}`);
    }
    lastSentAt = Date.now();
    said = '';
  } catch (error) {
    if (error.message !== said) {
      said = error.message;
      process.stderr.write(`${endpoint} does not take ${signal}: ${said}\n`);
    }
  }
}

const resourceOf = (task) => ({
  attributes: attributes({
    'service.name': 'claude-code',
    'service.version': '2.1.232',
    'taskmaster.project': PROJECT,
    'taskmaster.task.id': String(task),
  }),
});

/** One request to a model and the tool it asked for. */
function step(session, task, number) {
  const resource = resourceOf(task);
  const end = Date.now();
  const start = end - between(800, 1800);
  const failed = Math.random() < 0.04;
  const tool = ['Read', 'Edit', 'Bash', 'Grep'][number % 4];
  const tokens = {
    input: between(200, 3000),
    output: between(50, 900),
    cacheRead: between(0, 20_000),
    cacheCreation: 0,
  };
  const cost = Number((tokens.input * 3e-6 + tokens.output * 15e-6 + tokens.cacheRead * 3e-7).toFixed(6));
  const ids = { traceId: hex(16), root: hex(8), request: hex(8), tool: hex(8) };
  const base = { 'session.id': session };
  const span = (spanId, name, from, to, more) => ({
    traceId: ids.traceId,
    spanId,
    ...(spanId === ids.root ? {} : { parentSpanId: ids.root }),
    name,
    kind: 1,
    startTimeUnixNano: nanos(from),
    endTimeUnixNano: nanos(to),
    status: { code: failed && spanId === ids.request ? 2 : 0 },
    attributes: attributes({ ...base, ...more }),
  });
  const line = (name, severityNumber, more) => ({
    timeUnixNano: nanos(end),
    observedTimeUnixNano: nanos(end),
    severityNumber,
    body: { stringValue: `claude_code.${name}` },
    traceId: ids.traceId,
    spanId: ids.root,
    attributes: attributes({ ...base, 'event.name': name, 'event.sequence': number, ...more }),
  });
  const requestId = `req_${hex(6)}`;
  const toolId = `toolu_${hex(6)}`;
  const request = failed
    ? line('api_error', 17, { model: MODEL, error: 'Overloaded', status_code: 529, attempt: 11 })
    : line('api_request', 9, {
        model: MODEL,
        input_tokens: tokens.input,
        output_tokens: tokens.output,
        cache_read_tokens: tokens.cacheRead,
        cache_creation_tokens: tokens.cacheCreation,
        cost_usd: cost,
        duration_ms: end - start,
        request_id: requestId,
      });
  const point = (amount, more) => ({
    startTimeUnixNano: nanos(start),
    timeUnixNano: nanos(end),
    asDouble: amount,
    attributes: attributes({ ...base, model: MODEL, ...more }),
  });
  const sum = (name, unit, dataPoints) => ({
    name,
    unit,
    sum: { aggregationTemporality: 1, isMonotonic: true, dataPoints },
  });
  const scope = (part) => ({ name: `com.anthropic.claude_code${part}`, version: '2.1.232' });
  return Promise.all([
    send('traces', {
      resourceSpans: [
        {
          resource,
          scopeSpans: [
            {
              scope: scope('.tracing'),
              spans: [
                span(ids.root, 'claude_code.interaction', start, end + 50, { 'span.type': 'interaction' }),
                span(ids.request, 'claude_code.llm_request', start, end, { model: MODEL, request_id: requestId }),
                span(ids.tool, 'claude_code.tool', end, end + 50, { tool_name: tool, tool_use_id: toolId }),
              ],
            },
          ],
        },
      ],
    }),
    send('logs', {
      resourceLogs: [
        {
          resource,
          scopeLogs: [
            {
              scope: scope('.events'),
              logRecords: [
                request,
                line('tool_result', 9, { tool_name: tool, tool_use_id: toolId, success: 'true', duration_ms: 50 }),
              ],
            },
          ],
        },
      ],
    }),
    send('metrics', {
      resourceMetrics: [
        {
          resource,
          scopeMetrics: [
            {
              scope: scope(''),
              metrics: failed
                ? []
                : [
                    sum(
                      'claude_code.token.usage',
                      'tokens',
                      Object.entries(tokens)
                        .filter(([, amount]) => amount > 0)
                        .map(([type, amount]) => point(amount, { type }))
                    ),
                    sum('claude_code.cost.usage', 'USD', [point(cost, { query_source: 'main' })]),
                  ],
            },
          ],
        },
      ],
    }),
  ]);
}

if (healthPort > 0) {
  createServer((_request, response) => {
    const well = Date.now() - lastSentAt < 60_000;
    response.writeHead(well ? 200 : 503).end(well ? 'ok\n' : `${said}\n`);
  })
    .listen(healthPort, '127.0.0.1')
    .unref();
}
for (const name of ['SIGTERM', 'SIGINT']) {
  process.on(name, () => process.exit(0));
}

let session = randomUUID();
for (let number = 0; number < steps; number++) {
  if (number % STEPS_A_TASK === 0) {
    session = randomUUID();
  }
  await step(session, (Math.floor(number / STEPS_A_TASK) % TASKS) + 1, number % STEPS_A_TASK);
  await sleep(stepMs * (0.5 + Math.random()));
}
