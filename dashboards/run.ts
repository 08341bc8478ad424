import { explore, openProject, openInRun, toDashboard } from './parts/addresses.ts';
import { ask, metric, PROJECT, RUN } from './parts/ask.ts';
import { line, type Spec } from './parts/dashboard.ts';
import { colorOf, fixed } from './parts/looks.ts';
import { donut, gauge, stat } from './parts/numbers.ts';
import { series } from './parts/over-time.ts';
import { dependencyGraph, timeline } from './parts/own-panels.ts';
import { modelColors, named, TOKEN_NAMES } from './parts/recipes.ts';
import { logs, table } from './parts/rows.ts';
import { AGENT_LOGS, AGENT_METRICS, HISTORY, RUNS, TASKS } from './parts/sources.ts';
import { tasksAll, tasksNow } from './parts/task-columns.ts';
import { type Override } from './parts/panel.ts';

const within = { project: PROJECT, run: RUN };
const standing = () => ask('status', within);

const STATES: Override[] = [
  named('done', 'Done', fixed(colorOf('done'))),
  named('inProgress', 'In progress', fixed(colorOf('in-progress'))),
  named('review', 'Review', fixed(colorOf('review'))),
  named('blocked', 'Blocked', fixed(colorOf('blocked'))),
  named('pending', 'Pending', fixed(colorOf('pending'))),
];

const headline = line(
  6,
  [
    4,
    gauge({
      title: 'Progress',
      about:
        'Finished tasks ÷ counted tasks of the current tag, now. Cancelled and deferred tasks are not counted. Source: the task file.',
      missing: TASKS,
      asks: standing(),
      fields: '/^finished$/',
      overrides: [named('progress', 'finished')],
      unit: 'percentunit',
      decimals: 0,
      max: 1,
      color: 'blue',
      drill: [openProject()],
    }),
  ],
  [
    6,
    donut({
      title: 'Tasks by status',
      about: 'Counted tasks of the current tag, now. Source: the task file.',
      missing: TASKS,
      asks: standing(),
      fields: '/^(Done|In progress|Review|Blocked|Pending)$/',
      decimals: 0,
      overrides: STATES,
      drill: [openProject()],
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
      drill: [openProject()],
    }),
  ],
  [
    5,
    stat({
      title: 'Cost of this run',
      about:
        'What the agents reported for this run. One reporter a session, each request once. Source: Claude Code’s telemetry.',
      missing: AGENT_METRICS,
      asks: standing(),
      fields: '/^costUsd$/',
      unit: 'currencyUSD',
      decimals: 2,
      color: 'text',
      drill: [toDashboard('cost', 'What it was spent on', '&${run:queryparam}')],
    }),
  ],
  [
    4,
    stat({
      title: 'Autonomy',
      about:
        'How far agents worked on their own in this run; 50 % is what Anthropic published as usual. docs/autonomy.md says how. Source: hooks and tool decisions.',
      missing: { ...AGENT_LOGS, short: 'No session: connect hooks' },
      asks: standing(),
      fields: '/^autonomyScore$/',
      unit: 'percentunit',
      decimals: 0,
      color: 'text',
      drill: [toDashboard('agents', 'Decisions and waiting', '&${run:queryparam}')],
    }),
  ]
);

const pictures = line(
  15,
  [
    12,
    dependencyGraph({
      title: 'What depends on what',
      about:
        'Tasks and what they wait for; the longest remaining chain is marked. Click a task for its details. Source: the task file.',
      missing: TASKS,
      asks: ask('dependencyGraph', { project: PROJECT }),
      links: [openProject()],
    }),
  ],
  [
    12,
    timeline({
      title: 'What ran when',
      about:
        'Tasks, attempts, agents and their tool calls of this run. Source: status changes seen in the task file, hooks and spans.',
      missing: RUNS,
      asks: ask('timeline', within),
      links: [toDashboard('agents', 'Agents', '&${run:queryparam}')],
    }),
  ]
);

const now = line(
  8,
  [
    14,
    table({
      title: 'Now in work, in review or blocked',
      about: 'Who works on what, since when, and how long comparable tasks took. Source: the task file and hooks.',
      missing: {
        ...TASKS,
        long: 'No task is in progress, in review or blocked. (Task files are followed as they change; Set-up connects one.)',
      },
      of: 'tasks',
      asks: ask('tasks', { project: PROJECT, status: ['in-progress', 'review', 'blocked'] }),
      columns: tasksNow,
    }),
  ],
  [
    10,
    table({
      title: 'What happened last',
      about: 'Status changes, attempts, sessions and failures of this run, the latest first. Source: the journal.',
      missing: RUNS,
      of: 'events',
      asks: ask('events', {
        ...within,
        types: ['task.status', 'run.*', 'session.*', 'agent.*', 'api.*', 'attempt.*', 'input.*'],
        limit: 100,
      }),
      columns: [
        { field: 'time', title: 'When', unit: 'dateTimeFromNow', width: 140 },
        { field: 'text', title: 'What', links: [openInRun()] },
        { field: 'project', title: 'project', hidden: true },
        { field: 'run', title: 'run', hidden: true },
        { field: 'taskId', title: 'taskId', hidden: true },
        { field: 'tag', title: 'tag', hidden: true },
      ],
    }),
  ]
);

const spent = line(
  8,
  [
    12,
    series({
      title: 'Cost by model',
      about:
        'US dollars agents reported in this run, in each step of time. Source: Claude Code’s metric claude_code.cost.usage.',
      step: '30s',
      missing: AGENT_METRICS,
      asks: metric('claude_code.cost.usage', 'increase', { ...within, groupBy: ['model'] }),
      names: '${__field.labels.model}',
      unit: 'currencyUSD',
      amounts: true,
      maxDataPoints: 60,
      legend: ['sum'],
      overrides: modelColors(),
      drill: [toDashboard('cost', 'What it was spent on', '&${run:queryparam}')],
    }),
  ],
  [
    12,
    series({
      title: 'Tokens by kind',
      about:
        'Tokens agents read and wrote in this run, in each step of time. Source: Claude Code’s metric claude_code.token.usage.',
      step: '30s',
      missing: AGENT_METRICS,
      asks: metric('claude_code.token.usage', 'increase', { ...within, groupBy: ['type'] }),
      names: '${__field.labels.type}',
      overrides: TOKEN_NAMES,
      unit: 'short',
      amounts: true,
      maxDataPoints: 60,
      legend: ['sum'],
      drill: [toDashboard('cost', 'What it was spent on', '&${run:queryparam}')],
    }),
  ]
);

const detail = line(
  11,
  [
    14,
    table({
      title: 'Tasks of this run',
      about:
        'Tasks something happened to in this run. Cost of a task holds that of its subtasks. Source: the task file and telemetry.',
      missing: RUNS,
      of: 'tasks',
      asks: ask('tasks', within),
      columns: tasksAll,
    }),
  ],
  [
    10,
    logs({
      title: 'Log',
      about: 'What agents of this run logged, the latest first. Source: Claude Code’s log events over OTLP.',
      missing: AGENT_LOGS,
      asks: ask('logs', { ...within, limit: 200 }),
      links: [explore('In Explore', 'logs', { project: '${project}', run: '${run}' })],
    }),
  ]
);

export const run: Spec = {
  name: 'run',
  title: 'Run',
  description: 'One stretch of work: how far it is, what runs now, what it waits for, what it costs.',
  from: 'now-30m',
  refresh: '10s',
  run: 'one',
  sections: [
    { lines: [headline, pictures, now] },
    { title: 'What it costs', lines: [spent] },
    { title: 'Detail', lines: [detail] },
  ],
};
