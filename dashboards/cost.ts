import { openRunOf, toDashboard, toRunDashboard } from './parts/addresses.ts';
import { ask, metric, PROJECT, RUN, total } from './parts/ask.ts';
import { line, type Spec } from './parts/dashboard.ts';
import { HIGH_IS_GOOD } from './parts/looks.ts';
import { bars, donut, gauge, stat } from './parts/numbers.ts';
import { series } from './parts/over-time.ts';
import { modelColors, named, onlyFields, perPiece, shareOf, TOKEN_NAMES } from './parts/recipes.ts';
import { table } from './parts/rows.ts';
import { AGENT_METRICS, RUNS, TASKS } from './parts/sources.ts';
import { tasksByCost } from './parts/task-columns.ts';

const within = { project: PROJECT, run: RUN };

const headline = line(
  6,
  [
    6,
    stat({
      title: 'Spent',
      about:
        'What agents reported for the project, or for the run where one is chosen, whichever time range is set. One reporter a session, each request once. Source: Claude Code’s telemetry.',
      missing: AGENT_METRICS,
      asks: ask('status', within),
      fields: '/^costUsd$/',
      unit: 'currencyUSD',
      decimals: 2,
      color: 'text',
      drill: [toDashboard('agents', 'By session', '&${run:queryparam}')],
    }),
  ],
  [
    6,
    stat({
      title: 'Spent in this time range',
      about:
        'US dollars agents reported in the chosen time range. Source: Claude Code’s metric claude_code.cost.usage.',
      missing: AGENT_METRICS,
      asks: total('claude_code.cost.usage', 'increase', within),
      names: 'spent',
      unit: 'currencyUSD',
      decimals: 2,
      color: 'text',
      drill: [toDashboard('run', 'The run', '&${run:queryparam}')],
    }),
  ],
  [
    6,
    stat({
      title: 'A finished task costs',
      about:
        'Cost of the project so far ÷ tasks finished in its current tag. Source: Claude Code’s telemetry and the task file.',
      missing: AGENT_METRICS,
      asks: ask('status', { project: PROJECT }),
      transformations: perPiece('costUsd', 'done'),
      unit: 'currencyUSD',
      decimals: 2,
      color: 'text',
      drill: [toDashboard('run', 'The tasks')],
    }),
  ],
  [
    6,
    gauge({
      title: 'Read from cache',
      about:
        'Input tokens that came from the cache ÷ all input tokens in the time range. What comes from the cache costs about a tenth. Source: Claude Code’s metric claude_code.token.usage.',
      missing: AGENT_METRICS,
      asks: total('claude_code.token.usage', 'increase', {
        ...within,
        groupBy: ['type'],
        filters: [{ label: 'type', op: '!=', value: 'output' }],
      }),
      transformations: shareOf('cacheRead', 'type'),
      names: 'from cache',
      unit: 'percentunit',
      decimals: 0,
      max: 1,
      limits: HIGH_IS_GOOD(0.4, 0.7),
      drill: [toDashboard('agents', 'By session', '&${run:queryparam}')],
    }),
  ]
);

const over = line(
  9,
  [
    14,
    series({
      title: 'Cost by model',
      about: 'US dollars agents reported, in each step of time. Source: Claude Code’s metric claude_code.cost.usage.',
      step: '30s',
      missing: AGENT_METRICS,
      asks: metric('claude_code.cost.usage', 'increase', { ...within, groupBy: ['model'] }),
      names: '${__field.labels.model}',
      unit: 'currencyUSD',
      amounts: true,
      maxDataPoints: 120,
      legend: ['sum'],
      overrides: modelColors(),
      drill: [toDashboard('run', 'The run', '&${run:queryparam}')],
    }),
  ],
  [
    10,
    donut({
      title: 'Which model',
      about:
        'Share of each model in what was spent in the time range. Source: Claude Code’s metric claude_code.cost.usage.',
      missing: AGENT_METRICS,
      asks: total('claude_code.cost.usage', 'increase', { ...within, groupBy: ['model'] }),
      names: '${__field.labels.model}',
      unit: 'currencyUSD',
      decimals: 2,
      overrides: modelColors(),
      drill: [toDashboard('agents', 'By session', '&${run:queryparam}')],
    }),
  ]
);

const tasks = line(11, [
  24,
  table({
    title: 'What each task cost',
    about:
      'Tasks something was spent on, the dearest first; the cost of a task holds that of its subtasks. “Known by” says why the cost is held to be this task’s. Source: Claude Code’s telemetry, joined with the task file.',
    missing: TASKS,
    of: 'tasks',
    asks: ask('tasks', { ...within, includeSubtasks: false }),
    columns: tasksByCost,
    sortBy: 'Cost',
  }),
]);

const tokens = line(
  8,
  [
    10,
    series({
      title: 'Tokens by kind',
      about: 'Tokens read and written, in each step of time. Source: Claude Code’s metric claude_code.token.usage.',
      step: '30s',
      missing: AGENT_METRICS,
      asks: metric('claude_code.token.usage', 'increase', { ...within, groupBy: ['type'] }),
      names: '${__field.labels.type}',
      overrides: TOKEN_NAMES,
      unit: 'short',
      amounts: true,
      maxDataPoints: 120,
      legend: ['sum'],
      drill: [toDashboard('agents', 'By session', '&${run:queryparam}')],
    }),
  ],
  [
    7,
    bars({
      title: 'Who spent it',
      about:
        'Cost of the agent itself, of the sub-agents it started and of requests beside the work (such as summaries), in the time range. Source: Claude Code’s metric claude_code.cost.usage.',
      missing: AGENT_METRICS,
      asks: total('claude_code.cost.usage', 'increase', { ...within, groupBy: ['query_source'] }),
      names: '${__field.labels.query_source}',
      unit: 'currencyUSD',
      decimals: 2,
      color: 'blue',
      overrides: [named('main', 'Agent'), named('subagent', 'Sub-agents'), named('auxiliary', 'Beside the work')],
      drill: [toDashboard('agents', 'By session', '&${run:queryparam}')],
    }),
  ],
  [
    7,
    bars({
      title: 'Tokens so far',
      about:
        'Of the project, or of the run where one is chosen, whichever time range is set. Source: Claude Code’s telemetry, each request once.',
      missing: AGENT_METRICS,
      asks: ask('status', within),
      transformations: onlyFields('inputTokens', 'outputTokens', 'cacheReadTokens', 'cacheCreationTokens'),
      unit: 'short',
      color: 'blue',
      drill: [toDashboard('agents', 'By session', '&${run:queryparam}')],
      overrides: [
        named('inputTokens', 'In'),
        named('outputTokens', 'Out'),
        named('cacheReadTokens', 'From cache'),
        named('cacheCreationTokens', 'Into cache'),
      ],
    }),
  ]
);

const runs = line(9, [
  24,
  table({
    title: 'What each run cost',
    about:
      'Runs in the time range, the latest first. Runs read from Git history have neither duration nor cost. Source: the journal and Claude Code’s telemetry.',
    missing: RUNS,
    of: 'runs',
    asks: ask('runs', { project: PROJECT, limit: 200 }),
    columns: [
      { field: 'startedAt', title: 'Started', width: 180, links: [openRunOf('id'), toRunDashboard('id')] },
      { field: 'state', title: 'State', status: true, width: 110 },
      { field: 'durationMs', title: 'Took', width: 110 },
      { field: 'finished', title: 'Tasks finished', width: 130 },
      { field: 'costUsd', title: 'Cost', decimals: 2, bar: 'largest' },
      { field: 'inputTokens', title: 'In', width: 100 },
      { field: 'outputTokens', title: 'Out', width: 100 },
      { field: 'cacheReadTokens', title: 'From cache', width: 110 },
      { field: 'id', title: 'id', hidden: true },
      { field: 'project', title: 'project', hidden: true },
    ],
  }),
]);

export const cost: Spec = {
  name: 'cost',
  title: 'Cost',
  description: 'What was spent, on which model, which task and which run, and what would have been cheaper.',
  from: 'now-6h',
  refresh: '1m',
  run: 'any',
  sections: [
    { lines: [headline, over, tasks] },
    { title: 'Tokens', lines: [tokens] },
    { title: 'Runs', lines: [runs] },
  ],
};
