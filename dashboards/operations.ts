import { explore, openInRun, toDashboard } from './parts/addresses.ts';
import { ask, metric, PROJECT, total } from './parts/ask.ts';
import { line, type Spec } from './parts/dashboard.ts';
import { HEALTH } from './parts/health.ts';
import { LOW_IS_GOOD } from './parts/looks.ts';
import { bars, stat } from './parts/numbers.ts';
import { series, states } from './parts/over-time.ts';
import { logs, table } from './parts/rows.ts';
import { HOST, NO_FAILURES, SERVICE } from './parts/sources.ts';

const only = (label: string, value: string) => [{ label, op: '=' as const, value }];

const health = line(
  8,
  [
    10,
    states({
      title: 'Health of each part',
      about:
        'Every part the service depends on at each of its checks: store, journal, disk, hook spool, and Prometheus, Jaeger or Elasticsearch where they are used. Source: the service (/health/ready).',
      step: '30s',
      missing: SERVICE,
      asks: metric('framework_health_status', 'min', { groupBy: ['component'] }),
      names: '${__field.labels.component}',
      mappings: HEALTH,
      maxDataPoints: 60,
    }),
  ],
  [
    7,
    bars({
      title: 'Failing now',
      about:
        'Share of tool calls, model requests and the service’s own answers that failed, over the last 5 minutes. 2 % is worth a look, 5 % an alert. Source: hooks, log events and the service.',
      missing: SERVICE,
      asks: total('error_rate_percentage', 'last', { groupBy: ['component'] }),
      names: '${__field.labels.component}',
      unit: 'percent',
      decimals: 1,
      max: 10,
      limits: LOW_IS_GOOD(2, 5),
      drill: [toDashboard('agents', 'What failed')],
    }),
  ],
  [
    7,
    stat({
      title: 'Answer time, 95th percentile',
      about:
        'Of the service’s own HTTP answers in the time range. The target is 200 ms, 500 ms pages somebody. Source: the service itself.',
      missing: SERVICE,
      asks: metric('response_time_seconds', 'p95', { filters: only('operation_type', 'http_request') }),
      names: 'p95',
      unit: 's',
      line: true,
      limits: LOW_IS_GOOD(0.2, 0.5),
      drill: [
        explore('Each route', 'metric', {
          metric: 'taskmaster_http_request_duration_seconds',
          aggregation: 'p95',
          groupBy: ['method', 'route'],
        }),
      ],
    }),
  ]
);

const failures = line(
  9,
  [
    12,
    series({
      title: 'Failing over time',
      about:
        'Share that failed in the 5 minutes before each moment: tool calls, requests to the model, answers of this service. Source: hooks, log events and the service.',
      step: '30s',
      missing: SERVICE,
      asks: metric('error_rate_percentage', 'max', { groupBy: ['component'] }),
      names: '${__field.labels.component}',
      unit: 'percent',
      limits: { base: 'transparent', steps: [[5, 'red']] },
      showLimits: true,
      legend: ['lastNotNull', 'max'],
      drill: [toDashboard('agents', 'What failed')],
    }),
  ],
  [
    12,
    table({
      title: 'Incidents',
      about:
        'What went wrong in the time range, the latest first: refused or failed requests to the model, files that cannot be read. Source: the journal.',
      missing: NO_FAILURES,
      of: 'events',
      asks: ask('events', { project: PROJECT, types: ['api.*', 'input.*', 'hook.*'], limit: 100 }),
      columns: [
        { field: 'time', title: 'When', unit: 'dateTimeFromNow', width: 140 },
        { field: 'text', title: 'What', links: [openInRun()] },
        { field: 'taskId', title: 'taskId', hidden: true },
        { field: 'tag', title: 'tag', hidden: true },
        { field: 'run', title: 'run', hidden: true },
        { field: 'project', title: 'project', hidden: true },
      ],
    }),
  ]
);

const load = line(
  9,
  [
    8,
    series({
      title: 'Requests',
      about: 'Requests a second this service answers, by route. Source: the service itself.',
      step: '30s',
      missing: SERVICE,
      asks: metric('api_requests_per_second', 'avg', { groupBy: ['endpoint'], limit: 12 }),
      names: '${__field.labels.endpoint}',
      unit: 'reqps',
      stacked: true,
      drill: [
        explore('By outcome', 'metric', {
          metric: 'taskmaster_http_request_duration_seconds',
          aggregation: 'p95',
          groupBy: ['route', 'status'],
        }),
      ],
    }),
  ],
  [
    8,
    series({
      title: 'Records taken in',
      about:
        'Hooks, events, spans, metric points and log lines a second, by the door they came in. Source: the service itself.',
      step: '1m',
      missing: SERVICE,
      asks: metric('taskmaster_ingest_records_total', 'rate', { groupBy: ['door'] }),
      names: '${__field.labels.door}',
      unit: 'cps',
      stacked: true,
      drill: [
        explore('By outcome', 'metric', {
          metric: 'taskmaster_ingest_records_total',
          aggregation: 'rate',
          groupBy: ['door', 'outcome'],
        }),
      ],
    }),
  ],
  [
    8,
    series({
      title: 'Until it is on disk',
      about:
        'Time from a record’s arrival to its acknowledgement, 95th percentile, by door. What is acknowledged survives a power cut. Source: the service itself.',
      step: '1m',
      missing: SERVICE,
      asks: metric('taskmaster_commit_duration_seconds', 'p95', { groupBy: ['door'] }),
      names: '${__field.labels.door}',
      unit: 's',
    }),
  ]
);

const machine = line(
  8,
  [
    12,
    series({
      title: 'Use of the machine',
      about:
        'Processor, memory and disk of the host, and graphics cards where there are any. From 80 % on for ten minutes an alert is raised. Source: the service, every 5 seconds.',
      step: '10s',
      missing: HOST,
      asks: metric('resource_utilization_percentage', 'avg', { groupBy: ['resource_type'] }),
      names: '${__field.labels.resource_type}',
      unit: 'percent',
      max: 100,
      limits: { base: 'transparent', steps: [[80, 'orange']] },
      showLimits: true,
      legend: ['lastNotNull', 'max'],
    }),
  ],
  [
    12,
    series({
      title: 'Memory',
      about:
        'Memory of the service, of the agents whose process is known, and of the whole host. Source: the service, every 5 seconds.',
      step: '10s',
      missing: HOST,
      asks: metric('memory_usage_bytes', 'max', { groupBy: ['component'] }),
      names: '${__field.labels.component}',
      unit: 'bytes',
      legend: ['lastNotNull', 'max'],
    }),
  ]
);

const traffic = line(
  7,
  [
    8,
    series({
      title: 'Network',
      about: 'Bytes a second the host receives and sends. Source: the service, every 5 seconds.',
      step: '10s',
      missing: HOST,
      asks: metric('taskmaster_host_network_bytes_per_second', 'avg', { groupBy: ['direction'] }),
      names: '${__field.labels.direction}',
      unit: 'Bps',
    }),
  ],
  [
    8,
    series({
      title: 'Disk',
      about: 'Bytes a second the host reads and writes. Source: the service, every 5 seconds.',
      step: '10s',
      missing: HOST,
      asks: metric('taskmaster_host_disk_bytes_per_second', 'avg', { groupBy: ['direction'] }),
      names: '${__field.labels.direction}',
      unit: 'Bps',
    }),
  ],
  [
    8,
    series({
      title: 'Load',
      about:
        'Processes that run or wait to, mean over a minute. More than the machine has cores means waiting. Source: the service, every 5 seconds.',
      step: '10s',
      missing: HOST,
      asks: metric('taskmaster_host_load', 'avg', {}),
      names: 'load',
      decimals: 2,
    }),
  ]
);

const lines = line(10, [
  24,
  logs({
    title: 'Errors and warnings',
    about:
      'Log lines of agents of at least the severity “warn”, the latest first. Source: Claude Code’s log events over OTLP.',
    missing: NO_FAILURES,
    asks: ask('logs', { project: PROJECT, severity: 'warn', limit: 200 }),
    links: [explore('All log lines', 'logs', { project: '${project}' })],
  }),
]);

export const operations: Spec = {
  name: 'operations',
  title: 'Operations',
  description: 'For those who keep it running: what is healthy, what fails, where it gets tight.',
  from: 'now-15m',
  refresh: '10s',
  sections: [
    { lines: [health, failures] },
    { title: 'Load and service level', lines: [load] },
    { title: 'Capacity', lines: [machine, traffic] },
    { title: 'Log', lines: [lines] },
  ],
};
