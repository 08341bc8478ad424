import { at, minutes } from './clock.ts';
import { BACKEND_SESSION, PAGES_SESSION, PROJECT } from './project.ts';

/** Telemetry of the sample: a metric, a few lines, and a trace whose root was never exported. */

export const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';
export const MISSING_PARENT = '00f067aa0ba902b7';
const SERVICE = 'claude-code';

/** Tokens per minute, by kind; one gap. */
export const TOKEN_SERIES: Array<{ labels: Record<string, string>; values: Array<number | null> }> = [
  { labels: { type: 'input' }, values: [410, 395, null, 402, 388] },
  { labels: { type: 'output' }, values: [822, 640, 515, 701, 699.5] },
  { labels: { type: 'cacheRead' }, values: [20_400, 19_950, 20_100, 20_310, 20_075] },
];
export const TOKEN_TIMES = [235, 236, 237, 238, 239].map((minute) => at(minute));

export const LOG_ROWS = [
  {
    timestamp: at(238),
    body: 'claude_code.api_request model=claude-sonnet-4-5 cost_usd=0.0312 duration_ms=8120',
    severity: 'info',
    id: '20261120-118',
    labels: { 'event.name': 'api_request', model: 'claude-sonnet-4-5', 'service.name': SERVICE },
    traceId: TRACE_ID,
    spanId: 'b7ad6b7169203331',
    project: PROJECT,
    taskId: '4.2',
    session: PAGES_SESSION,
  },
  {
    timestamp: at(124),
    body: 'claude_code.tool_result tool_name=Bash success=false error_type=ShellError',
    severity: 'error',
    id: '20261120-77',
    labels: { 'event.name': 'tool_result', tool_name: 'Bash', success: 'false', 'service.name': SERVICE },
    project: PROJECT,
    taskId: '3.2',
    session: BACKEND_SESSION,
  },
  {
    timestamp: at(12),
    body: 'npm run lint: no problems found',
    severity: 'info',
    id: '20261120-9',
    labels: { 'service.name': 'ci' },
  },
];

export const LOG_HISTOGRAM: Array<{ severity: string; values: number[] }> = [
  { severity: 'info', values: [12, 9, 14, 11] },
  { severity: 'error', values: [0, 1, 0, 0] },
];
export const LOG_HISTOGRAM_TIMES = [0, 60, 120, 180].map((minute) => at(minute));

export const TRACE_LIST_ROWS = [
  {
    traceID: TRACE_ID,
    traceName: `${SERVICE}: claude_code.tool`,
    startTime: at(229),
    duration: 8620.5,
    spans: 3,
    errors: 0,
    project: PROJECT,
    taskId: '4.2',
    session: PAGES_SESSION,
  },
  {
    traceID: '7d3e2a1b9c8f4e5d6a7b8c9d0e1f2a3b',
    traceName: `${SERVICE}: claude_code.interaction`,
    startTime: at(118),
    duration: minutes(6),
    spans: 41,
    errors: 1,
    project: PROJECT,
    taskId: '3.2',
    session: BACKEND_SESSION,
  },
];

const serviceTags = [
  { key: 'service.name', value: SERVICE },
  { key: 'taskmaster.task.id', value: '4.2' },
];

const span = { traceID: TRACE_ID, serviceName: SERVICE, serviceTags, logs: [], references: [] };

export const TRACE_ROWS = [
  {
    ...span,
    spanID: 'a2fb4a1d1a96d312',
    parentSpanID: MISSING_PARENT,
    operationName: 'claude_code.tool',
    startTime: at(229),
    duration: 8620.5,
    statusCode: 0,
    kind: 'internal',
    tags: [
      { key: 'tool_name', value: 'Edit' },
      { key: 'tool_use_id', value: 'toolu_08' },
    ],
  },
  {
    ...span,
    spanID: 'b7ad6b7169203331',
    parentSpanID: 'a2fb4a1d1a96d312',
    operationName: 'claude_code.llm_request',
    startTime: at(229) + 12.25,
    duration: 8120,
    statusCode: 1,
    kind: 'client',
    tags: [
      { key: 'gen_ai.request.model', value: 'claude-sonnet-4-5' },
      { key: 'output_tokens', value: 822 },
    ],
    logs: [
      {
        timestamp: at(229) + 13,
        fields: [
          { key: 'name', value: 'gen_ai.request.attempt' },
          { key: 'attempt', value: 1 },
        ],
      },
    ],
  },
  {
    ...span,
    spanID: 'c1d2e3f4a5b60718',
    parentSpanID: 'a2fb4a1d1a96d312',
    operationName: 'claude_code.tool.execution',
    startTime: at(229) + 8210,
    duration: 400.5,
    statusCode: 1,
    kind: 'internal',
    tags: [{ key: 'success', value: true }],
    references: [{ traceID: '7d3e2a1b9c8f4e5d6a7b8c9d0e1f2a3b', spanID: '1122334455667788', tags: [] }],
  },
];
