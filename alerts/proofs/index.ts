import { always, BAD, during, gauge, lastEvent, MOMENT_S, outcomes, runOf, used, working } from './series.ts';
import { type Proof, type ProofSeries } from './types.ts';

const RESPONSES = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

const task = (rule: string, id: string) => ({ ...runOf(rule), task: id });

/** A gauge of a task that goes bad, beside one of a task that does not. */
const taskProof = (rule: string, metric: string, good: number, bad: number): Proof => ({
  rule,
  series: [
    gauge(metric, task(rule, '5.2'), during(bad, good)),
    gauge(metric, task(rule, '5.3'), always(good)),
    gauge('taskmaster_task_last_sign_timestamp_seconds', task(rule, '5.2'), always(MOMENT_S)),
    gauge('taskmaster_task_last_sign_timestamp_seconds', task(rule, '5.3'), always(MOMENT_S)),
  ],
  labels: task(rule, '5.2'),
  quietUntil: BAD.from,
  firesAt: BAD.from + 5,
  resolvedAt: BAD.to + 5,
});

const outcomeProof = (
  rule: string,
  kind: string,
  perMinute: Parameters<typeof outcomes>[2],
  times: Pick<Proof, 'quietUntil' | 'firesAt' | 'resolvedAt'>
): Proof => ({ rule, series: outcomes(rule, kind, perMinute), labels: runOf(rule), ...times });

const resourceProof = (rule: string, resource: string, bad: number, heldMinutes: number): Proof => ({
  rule,
  series: [working, used(resource, during(bad, 40, { from: 20, to: 60 }))],
  labels: { resource_type: resource },
  quietUntil: 20 + heldMinutes,
  firesAt: 20 + heldMinutes + 4,
  resolvedAt: 65,
});

const responseProof = (rule: string, bad: number, quietUntil: number, firesAt: number): Proof => ({
  rule,
  series: [
    {
      kind: 'histogram',
      metric: 'response_time_seconds',
      labels: { operation_type: 'http_request', resource_size: 'up to 10000 bytes' },
      bounds: RESPONSES,
      perMinute: 40,
      observed: during(bad, 0.004),
    },
  ],
  labels: {},
  quietUntil,
  firesAt,
  resolvedAt: BAD.to + 8,
});

const health = (component: string, value: Parameters<typeof gauge>[2]): ProofSeries =>
  gauge('framework_health_status', { component, environment: 'local' }, value);

/** One for every rule. */
export const PROOFS: readonly Proof[] = [
  taskProof('stuck', 'taskmaster_task_silence_ratio', 0.3, 1.4),
  {
    rule: 'over-budget',
    series: [
      gauge('taskmaster_run_budget_used_ratio', runOf('over-budget'), (minutes) =>
        minutes < BAD.from ? 0.8 : minutes < BAD.to ? 1.2 : undefined
      ),
      lastEvent('over-budget'),
    ],
    labels: runOf('over-budget'),
    quietUntil: BAD.from,
    firesAt: BAD.from + 2,
    resolvedAt: BAD.to + 6,
  },
  {
    rule: 'finished',
    series: [
      gauge('taskmaster_run_progress_ratio', runOf('finished'), during(1, 0.9, { from: 20, to: Infinity })),
      lastEvent('finished'),
    ],
    labels: runOf('finished'),
    quietUntil: 20,
    firesAt: 22,
    resolvedAt: 38,
  },
  outcomeProof(
    'command-failures',
    'tool_call',
    { ok: always(16), error: during(4, 0) },
    { quietUntil: 21, firesAt: 30, resolvedAt: 60 }
  ),
  outcomeProof(
    'error-rate-rising',
    'tool_call',
    { ok: always(16), error: during(4, 0) },
    { quietUntil: 25, firesAt: 31, resolvedAt: 45 }
  ),
  outcomeProof(
    'task-failures',
    'attempt',
    {
      ok: (minutes) => (minutes % 10 === 0 ? 4 : 0),
      error: (minutes) => (minutes >= 20 && minutes < 50 && minutes % 5 === 0 ? 4 : 0),
    },
    { quietUntil: 25, firesAt: 45, resolvedAt: 115 }
  ),
  taskProof('task-overrun', 'taskmaster_task_overrun_ratio', 0.9, 2.6),
  {
    rule: 'queue-stalled',
    series: [
      gauge('taskmaster_run_stalled_seconds', runOf('queue-stalled'), (minutes) =>
        minutes > 10 && minutes < 60 ? (minutes - 10) * 60 : 0
      ),
      lastEvent('queue-stalled'),
    ],
    labels: runOf('queue-stalled'),
    quietUntil: 40,
    firesAt: 45,
    resolvedAt: 65,
  },
  outcomeProof(
    'api-failures',
    'model_request',
    { ok: always(8), error: during(4, 0, { from: 20, to: 24 }), rate_limited: always(0) },
    { quietUntil: 20, firesAt: 24, resolvedAt: 35 }
  ),
  outcomeProof(
    'api-rate-limited',
    'model_request',
    { ok: always(8), error: always(0), rate_limited: during(4, 0, { from: 20, to: 24 }) },
    { quietUntil: 21, firesAt: 25, resolvedAt: 40 }
  ),
  outcomeProof(
    'delegation-failures',
    'delegation',
    { ok: always(4), error: during(12, 0, { from: 20, to: 25 }) },
    { quietUntil: 20, firesAt: 23, resolvedAt: 30 }
  ),
  outcomeProof(
    'gate-failures',
    'gate',
    { passed: always(8), failed: during(4, 0) },
    { quietUntil: 21, firesAt: 35, resolvedAt: 65 }
  ),
  outcomeProof(
    'gate-compliance',
    'gate',
    { passed: always(8), failed: during(4, 0) },
    { quietUntil: 30, firesAt: 60, resolvedAt: 115 }
  ),
  outcomeProof(
    'rework',
    'finish',
    {
      finished: (minutes) => (minutes % 5 === 0 ? 4 : 0),
      reopened: (minutes) => (minutes >= 20 && minutes < 50 && minutes % 5 === 0 ? 4 : 0),
    },
    { quietUntil: 21, firesAt: 45, resolvedAt: 180 }
  ),
  {
    rule: 'broken-input',
    series: [working, gauge('taskmaster_broken_inputs', { project: 'broken-input' }, during(1, 0))],
    labels: { project: 'broken-input' },
    quietUntil: 22,
    firesAt: 25,
    resolvedAt: 55,
  },
  {
    rule: 'service-unavailable',
    series: [health('service', during(0, 1)), health('journal', always(1))],
    labels: {},
    quietUntil: 21,
    firesAt: 24,
    resolvedAt: 55,
    prometheusOnly: [gauge('up', { job: 'taskmaster', instance: '127.0.0.1:4747' }, during(0, 1))],
  },
  {
    rule: 'component-down',
    series: [health('service', always(1)), health('journal', during(0, 1)), health('logs', always(0.5))],
    labels: { component: 'journal' },
    quietUntil: 22,
    firesAt: 25,
    resolvedAt: 55,
  },
  responseProof('responses-very-slow', 0.8, 21, 28),
  responseProof('responses-slow', 0.4, 25, 35),
  {
    rule: 'unauthorized',
    series: [
      {
        kind: 'histogram',
        metric: 'taskmaster_http_request_duration_seconds',
        labels: { method: 'POST', route: '/api/v1/query', status: '401' },
        bounds: [0.001, 1],
        perMinute: 20,
        observed: during(0.0005, undefined, { from: 20, to: 30 }),
      },
    ],
    labels: {},
    quietUntil: 20,
    firesAt: 25,
    resolvedAt: 35,
  },
  {
    rule: 'ingestion-lag',
    series: [
      {
        kind: 'histogram',
        metric: 'taskmaster_ingest_lag_seconds',
        labels: {},
        bounds: [0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 900, 3600],
        perMinute: 20,
        observed: during(200, 0.3),
      },
    ],
    labels: {},
    quietUntil: 30,
    firesAt: 40,
    resolvedAt: 60,
  },
  resourceProof('cpu-exhausted', 'cpu', 97, 5),
  resourceProof('cpu-high', 'cpu', 85, 10),
  resourceProof('memory-high', 'memory', 88, 10),
  resourceProof('disk-full', 'disk', 95, 5),
  resourceProof('capacity', 'memory', 75, 30),
];
