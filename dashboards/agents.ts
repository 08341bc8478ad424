import { explore, openTaskInProject, toDashboard } from './parts/addresses.ts';
import { ask, metric, PROJECT, RUN, total } from './parts/ask.ts';
import { line, type Spec } from './parts/dashboard.ts';
import { fixed, HIGH_IS_GOOD } from './parts/looks.ts';
import { bars, donut, gauge } from './parts/numbers.ts';
import { series } from './parts/over-time.ts';
import { timeline } from './parts/own-panels.ts';
import { DECIDER_NAMES, modelColors, named } from './parts/recipes.ts';
import { logs, table } from './parts/rows.ts';
import { AGENT_LOGS, AGENT_METRICS, NO_FAILURES, SESSIONS } from './parts/sources.ts';

const within = { project: PROJECT, run: RUN };

const picture = line(12, [
  24,
  timeline({
    title: 'Who works, and with what',
    about:
      'Sessions, their sub-agents and tool calls, below the run they belong to. Source: Claude Code’s hooks and spans.',
    missing: SESSIONS,
    asks: ask('timeline', { ...within, kinds: ['run', 'agent', 'tool'] }),
    links: [toDashboard('run', 'The run', '&${run:queryparam}')],
  }),
]);

const people = line(
  7,
  [
    6,
    gauge({
      title: 'Autonomy',
      about:
        'How far agents work on their own: length of turns, decisions made without a person, interruptions, interventions. 50 % is what Anthropic published as usual; docs/autonomy.md says how. Source: hooks and tool decisions.',
      missing: SESSIONS,
      asks: ask('status', within),
      fields: '/^on their own$/',
      overrides: [named('autonomyScore', 'on their own')],
      unit: 'percentunit',
      decimals: 0,
      max: 1,
      limits: HIGH_IS_GOOD(0.3, 0.5),
      drill: [explore('The decisions', 'logs', { project: '${project}', eventName: 'tool_decision' })],
    }),
  ],
  [
    9,
    bars({
      title: 'Who let edits through',
      about:
        'Decisions on edits by who or what made them, over the time range: settings and hooks are rules, the others are what people said. Source: Claude Code’s metric claude_code.code_edit_tool.decision.',
      missing: AGENT_METRICS,
      asks: total('claude_code.code_edit_tool.decision', 'increase', { ...within, groupBy: ['source'] }),
      names: '${__field.labels.source}',
      decimals: 0,
      color: 'blue',
      overrides: DECIDER_NAMES,
      drill: [explore('The decisions', 'logs', { project: '${project}', eventName: 'tool_decision' })],
    }),
  ],
  [
    9,
    donut({
      title: 'Agents at work, people at work',
      about:
        'Time agents worked and time people were active at the terminal, over the time range. Source: Claude Code’s metric claude_code.active_time.total.',
      missing: AGENT_METRICS,
      asks: total('claude_code.active_time.total', 'increase', { ...within, groupBy: ['type'] }),
      names: '${__field.labels.type}',
      unit: 's',
      overrides: [named('cli', 'Agents', fixed('blue')), named('user', 'People', fixed('orange'))],
      drill: [toDashboard('userExperience', 'How long one waits', '&${run:queryparam}')],
    }),
  ]
);

const sessions = line(9, [
  24,
  table({
    title: 'Sessions and sub-agents',
    about: 'Each stretch an agent worked, the latest first. Source: Claude Code’s hooks and telemetry.',
    missing: SESSIONS,
    of: 'timeline',
    asks: ask('timeline', { ...within, kinds: ['agent'] }),
    columns: [
      { field: 'name', title: 'Agent' },
      { field: 'status', title: 'State', status: true, width: 120 },
      { field: 'start', title: 'Started', width: 180 },
      { field: 'end', title: 'Ended', width: 180 },
      { field: 'taskId', title: 'Task', width: 90, mayBeNone: true, links: [openTaskInProject()] },
      { field: 'model', title: 'Model', width: 200 },
      { field: 'lane', title: 'Session', width: 190 },
    ],
    sortBy: 'Started',
  }),
]);

const tools = line(
  8,
  [
    14,
    series({
      title: 'Tool calls',
      about:
        'Finished tool calls in each step of time, by outcome, all projects. Source: Claude Code’s hooks and telemetry (command_executions_total).',
      step: '30s',
      missing: SESSIONS,
      asks: metric('command_executions_total', 'increase', {
        groupBy: ['status'],
        filters: [{ label: 'command_type', op: '!=', value: 'task' }],
      }),
      names: '${__field.labels.status}',
      decimals: 0,
      amounts: true,
      maxDataPoints: 60,
      overrides: [
        { field: 'success', properties: [fixed('green')] },
        { field: 'error', properties: [fixed('red')] },
        { field: 'rejected', properties: [fixed('orange')] },
        { field: 'unknown', properties: [fixed('#8e8e99')] },
      ],
      drill: [toDashboard('development', 'By tool')],
    }),
  ],
  [
    10,
    bars({
      title: 'Sub-agents',
      about:
        'Finished sub-agents in the time range, by their type, all projects. Source: Claude Code’s hooks and spans (module_delegation_count).',
      missing: SESSIONS,
      asks: total('module_delegation_count', 'increase', { groupBy: ['target_module'] }),
      names: '${__field.labels.target_module}',
      decimals: 0,
      color: 'purple',
      drill: [explore('When they ended', 'events', { project: '${project}', types: ['agent.*'] })],
    }),
  ]
);

const model = line(
  8,
  [
    7,
    series({
      title: 'Requests to the model',
      about:
        'How long they took: half of them, and ninety-five of a hundred, all projects. Source: Claude Code’s api_request events (response_time_seconds).',
      step: '30s',
      missing: AGENT_LOGS,
      asks: [
        metric(
          'response_time_seconds',
          'p50',
          { filters: [{ label: 'operation_type', op: '=', value: 'model_request' }] },
          'A'
        ),
        metric(
          'response_time_seconds',
          'p95',
          { filters: [{ label: 'operation_type', op: '=', value: 'model_request' }] },
          'B'
        ),
      ],
      unit: 's',
      overrides: [named('#A', 'half of them'), named('#B', '95 of 100')],
      drill: [explore('Each request', 'logs', { project: '${project}', eventName: 'api_request' })],
    }),
  ],
  [
    9,
    donut({
      title: 'Tokens by model',
      about:
        'Share of each model in the tokens of the time range. Source: Claude Code’s metric claude_code.token.usage.',
      missing: AGENT_METRICS,
      asks: total('claude_code.token.usage', 'increase', { ...within, groupBy: ['model'] }),
      names: '${__field.labels.model}',
      unit: 'short',
      overrides: modelColors(),
      drill: [toDashboard('cost', 'What it was spent on', '&${run:queryparam}')],
    }),
  ],
  [
    8,
    table({
      title: 'Requests that failed',
      about:
        'Refused or failed requests to the model in the time range, the latest first. Status 429 means too many requests. Source: Claude Code’s api_error events and spans.',
      missing: NO_FAILURES,
      of: 'events',
      asks: ask('events', { ...within, types: ['api.*'], limit: 100 }),
      columns: [
        { field: 'time', title: 'When', unit: 'dateTimeFromNow', width: 140 },
        {
          field: 'text',
          title: 'What',
          links: [explore('Each failure', 'logs', { project: '${project}', eventName: 'api_error' })],
        },
      ],
    }),
  ]
);

const lines = line(10, [
  24,
  logs({
    title: 'What agents log',
    about:
      'Log events of agents, the latest first. Contents of prompts and tools are not kept unless you switch that on. Source: Claude Code’s log events over OTLP.',
    missing: AGENT_LOGS,
    asks: ask('logs', { ...within, limit: 300 }),
    links: [explore('In Explore', 'logs', { project: '${project}' })],
  }),
]);

export const agents: Spec = {
  name: 'agents',
  title: 'Agents',
  description: 'Who works: sessions, sub-agents, tools, the model behind them, and how often a person is needed.',
  from: 'now-30m',
  refresh: '30s',
  run: 'any',
  sections: [
    { lines: [picture, people, sessions] },
    { title: 'Tools and sub-agents', lines: [tools] },
    { title: 'The model', lines: [model] },
    { title: 'Log', lines: [lines] },
  ],
};
