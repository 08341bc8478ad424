import {
  openProject,
  openProjectOf,
  openRunOf,
  toDashboard,
  toProjectDashboard,
  toRunDashboard,
} from './parts/addresses.ts';
import { ask, metric, PROJECT, total } from './parts/ask.ts';
import { line, type Spec } from './parts/dashboard.ts';
import { HIGH_IS_GOOD, LOW_IS_GOOD } from './parts/looks.ts';
import { modelColors, named, shareOf } from './parts/recipes.ts';
import { gauge, stat } from './parts/numbers.ts';
import { series } from './parts/over-time.ts';
import { table } from './parts/rows.ts';
import { AGENT_METRICS, HISTORY, HOST, RUNS, SERVICE, SESSIONS, TASKS } from './parts/sources.ts';

const standing = () => ask('status', { project: PROJECT });

const headline = line(
  5,
  [
    5,
    gauge({
      title: 'Progress',
      about:
        'Finished tasks ÷ counted tasks of the current tag, now. Cancelled and deferred tasks are not counted. Source: the task file.',
      missing: TASKS,
      asks: standing(),
      fields: '/^finished$/',
      overrides: [named('progress', 'finished')],
      unit: 'percentunit',
      max: 1,
      color: 'blue',
      drill: [openProject(), toDashboard('run', 'Tasks of this run')],
    }),
  ],
  [
    5,
    stat({
      title: 'Likely finish',
      about:
        'In half of the simulations the open work is done by then, if it goes on as now. Source: durations seen in this project; docs/eta.md says how.',
      missing: HISTORY,
      asks: standing(),
      fields: '/^etaP50$/',
      unit: 'dateTimeFromNow',
      color: 'text',
      drill: [toDashboard('run', 'What is still open')],
    }),
  ],
  [
    5,
    stat({
      title: 'Cost so far',
      about:
        'What the agents reported for the whole project, whichever time range is chosen. One reporter a session, each request once. Source: Claude Code’s telemetry.',
      missing: AGENT_METRICS,
      asks: standing(),
      fields: '/^costUsd$/',
      unit: 'currencyUSD',
      decimals: 2,
      color: 'text',
      drill: [toDashboard('cost', 'What it was spent on')],
    }),
  ],
  [
    4,
    stat({
      title: 'Availability',
      about:
        'Mean of the service’s health while it ran, in the time range: 1 healthy, 0.5 degraded, 0 down. Time in which it did not run is not counted: an outside probe has to tell that. Target 99.9 %. Source: the service itself.',
      missing: SERVICE,
      asks: total('framework_health_status', 'avg', {
        groupBy: [],
        filters: [{ label: 'component', op: '=', value: 'service' }],
      }),
      names: 'available',
      unit: 'percentunit',
      decimals: 1,
      limits: HIGH_IS_GOOD(0.99, 0.999),
      drill: [toDashboard('operations', 'Health of each part')],
    }),
  ],
  [
    5,
    stat({
      title: 'Quality gates passed',
      about:
        'Permission decisions that let a tool call through ÷ all such decisions in the time range: the one gate whose outcome is reported. All projects. Target 90 %. Source: Claude Code’s tool decisions.',
      missing: SESSIONS,
      asks: total('quality_gate_checks_total', 'increase', { groupBy: ['status'] }),
      transformations: shareOf('passed', 'status'),
      unit: 'percentunit',
      decimals: 1,
      limits: HIGH_IS_GOOD(0.85, 0.9),
      drill: [toDashboard('development', 'Decisions by tool')],
    }),
  ]
);

const portfolio = line(
  7,
  [
    14,
    table({
      title: 'Projects',
      about:
        'Every project the service follows, the one with the latest activity first. “Task file” says only whether that can be read: whether the work can go on stands on the project’s page. Source: task files and what agents reported.',
      missing: TASKS,
      of: 'projects',
      asks: ask('projects', {}),
      columns: [
        { field: 'name', title: 'Project', links: [openProjectOf('id'), toProjectDashboard('id')] },
        { field: 'state', title: 'Task file', status: true, width: 110 },
        { field: 'progress', title: 'Progress', bar: 'share', width: 120 },
        { field: 'running', title: 'Running', width: 80 },
        { field: 'costUsd', title: 'Cost', decimals: 2, width: 90 },
        { field: 'lastActivityAt', title: 'Last activity', unit: 'dateTimeFromNow', width: 130 },
        { field: 'id', title: 'id', hidden: true },
      ],
    }),
  ],
  [
    10,
    series({
      title: 'Cost by model',
      about:
        'US dollars the agents of this project reported, in each step of time. Source: Claude Code’s metric claude_code.cost.usage.',
      step: '30s',
      missing: AGENT_METRICS,
      asks: metric('claude_code.cost.usage', 'increase', { groupBy: ['model'], project: PROJECT }),
      names: '${__field.labels.model}',
      unit: 'currencyUSD',
      amounts: true,
      legend: ['sum'],
      maxDataPoints: 120,
      overrides: modelColors(),
      drill: [toDashboard('cost', 'What it was spent on')],
    }),
  ]
);

const adoption = line(
  8,
  [
    8,
    series({
      title: 'Agents at work',
      about:
        'Agent sessions that were heard of in the last 30 minutes and have not ended, all projects. Source: Claude Code’s hooks and telemetry.',
      step: '30s',
      missing: SESSIONS,
      asks: metric('concurrent_sessions_active', 'max', { groupBy: [] }),
      names: 'sessions',
      decimals: 0,
      drill: [toDashboard('agents', 'Each session')],
    }),
  ],
  [
    8,
    series({
      title: 'Answer time, 95th percentile',
      about:
        'Of the service’s own HTTP answers, all routes; the enterprise standard is 200 ms. Source: the service itself.',
      step: '30s',
      missing: SERVICE,
      asks: metric('response_time_seconds', 'p95', {
        groupBy: [],
        filters: [{ label: 'operation_type', op: '=', value: 'http_request' }],
      }),
      names: 'p95',
      unit: 's',
      limits: LOW_IS_GOOD(0.2, 0.5),
      showLimits: true,
      color: 'blue',
      drill: [toDashboard('operations', 'Requests and errors')],
    }),
  ],
  [
    8,
    series({
      title: 'Use of the machine',
      about:
        'Processor, memory and disk of the host in per cent; 80 % is where it gets tight. Source: the service, every 5 seconds.',
      step: '10s',
      missing: HOST,
      asks: metric('resource_utilization_percentage', 'avg', { groupBy: ['resource_type'] }),
      names: '${__field.labels.resource_type}',
      unit: 'percent',
      max: 100,
      drill: [toDashboard('operations', 'Capacity')],
    }),
  ]
);

const delivered = line(
  8,
  [
    16,
    table({
      title: 'Runs',
      about:
        'Stretches of work in the time range, the latest first. Runs read from Git history have no duration. Source: the journal.',
      missing: RUNS,
      of: 'runs',
      asks: ask('runs', { project: PROJECT, limit: 50 }),
      columns: [
        { field: 'startedAt', title: 'Started', width: 170, links: [openRunOf('id'), toRunDashboard('id')] },
        { field: 'state', title: 'State', status: true, width: 90 },
        { field: 'durationMs', title: 'Took', width: 100 },
        { field: 'finished', title: 'Tasks finished', width: 120 },
        { field: 'sessions', title: 'Sessions', width: 90 },
        { field: 'costUsd', title: 'Cost', decimals: 2, width: 90 },
        { field: 'source', title: 'Seen by' },
        { field: 'id', title: 'id', hidden: true },
        { field: 'project', title: 'project', hidden: true },
      ],
    }),
  ],
  [
    8,
    stat({
      title: 'What agents delivered',
      about:
        'Sessions begun, commits, pull requests and lines added in this project over the time range. Source: Claude Code’s own counters.',
      missing: AGENT_METRICS,
      asks: [
        total('claude_code.session.count', 'increase', { project: PROJECT }, 'A'),
        total('claude_code.commit.count', 'increase', { project: PROJECT }, 'B'),
        total('claude_code.pull_request.count', 'increase', { project: PROJECT }, 'C'),
        total(
          'claude_code.lines_of_code.count',
          'increase',
          { project: PROJECT, filters: [{ label: 'type', op: '=', value: 'added' }] },
          'D'
        ),
      ],
      decimals: 0,
      color: 'text',
      overrides: [
        named('#A', 'Sessions'),
        named('#B', 'Commits'),
        named('#C', 'Pull requests'),
        named('#D', 'Lines added'),
      ],
      drill: [toDashboard('development', 'How the work is done')],
    }),
  ]
);

export const executive: Spec = {
  name: 'executive',
  title: 'Executive',
  description: 'For those who answer for it: how far, until when, at what cost, and whether it can be relied on.',
  from: 'now-6h',
  refresh: '5m',
  sections: [
    { lines: [headline, portfolio] },
    { title: 'Adoption and service level', lines: [adoption] },
    { title: 'What was delivered', lines: [delivered] },
  ],
};
