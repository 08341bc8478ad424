import { explore, toDashboard } from './parts/addresses.ts';
import { ask, metric, PROJECT, total } from './parts/ask.ts';
import { line, type Spec } from './parts/dashboard.ts';
import { fixed, HIGH_IS_GOOD } from './parts/looks.ts';
import { bars, donut, stat } from './parts/numbers.ts';
import { series } from './parts/over-time.ts';
import { named, shareOf } from './parts/recipes.ts';
import { table } from './parts/rows.ts';
import { AGENT_METRICS, SESSIONS, TRACES } from './parts/sources.ts';

const TOOLS_ONLY = [{ label: 'command_type', op: '!=' as const, value: 'task' }];
const failed = (value: string) => [...TOOLS_ONLY, { label: 'status', op: '=' as const, value }];

const use = line(
  10,
  [
    12,
    series({
      title: 'Tool calls',
      about:
        'Finished tool calls in each step of time, by tool, all projects. Source: Claude Code’s hooks and telemetry (command_executions_total).',
      step: '30s',
      missing: SESSIONS,
      asks: metric('command_executions_total', 'increase', {
        groupBy: ['command_type'],
        filters: TOOLS_ONLY,
        limit: 12,
      }),
      names: '${__field.labels.command_type}',
      decimals: 0,
      amounts: true,
      maxDataPoints: 60,
      drill: [toDashboard('agents', 'Who made them')],
    }),
  ],
  [
    12,
    bars({
      title: 'How long tools take',
      about:
        'Ninety-five of a hundred calls of a tool ended within this time; time spent waiting for a person is not in it. All projects. Source: Claude Code’s tool results and spans (command_duration_seconds).',
      missing: SESSIONS,
      asks: total('command_duration_seconds', 'p95', { groupBy: ['command_type'], filters: TOOLS_ONLY, limit: 12 }),
      names: '${__field.labels.command_type}',
      unit: 's',
      color: 'blue',
      drill: [explore('Traces of this project', 'traces', { project: '${project}' })],
    }),
  ]
);

const gates = line(
  8,
  [
    6,
    stat({
      title: 'Quality gates passed',
      about:
        'Permission decisions that let a call through ÷ all such decisions in the time range, all projects. It is the one gate whose outcome is reported: tests run inside shell commands whose content is not kept. Target 90 %. Source: tool decisions.',
      missing: SESSIONS,
      asks: total('quality_gate_checks_total', 'increase', { groupBy: ['status'] }),
      transformations: shareOf('passed', 'status'),
      unit: 'percentunit',
      decimals: 1,
      limits: HIGH_IS_GOOD(0.85, 0.9),
      drill: [toDashboard('agents', 'Who decided')],
    }),
  ],
  [
    9,
    series({
      title: 'Gate decisions',
      about:
        'Tool calls let through and turned down, in each step of time, all projects. Source: tool decisions of Claude Code (quality_gate_checks_total).',
      step: '30s',
      missing: SESSIONS,
      asks: metric('quality_gate_checks_total', 'increase', { groupBy: ['status'] }),
      names: '${__field.labels.status}',
      decimals: 0,
      amounts: true,
      maxDataPoints: 60,
      overrides: [
        { field: 'passed', properties: [fixed('green')] },
        { field: 'failed', properties: [fixed('red')] },
      ],
      drill: [explore('Each decision', 'logs', { project: '${project}', eventName: 'tool_decision' })],
    }),
  ],
  [
    9,
    bars({
      title: 'Tools that failed',
      about:
        'Tool calls that ended in an error in the time range, by tool, all projects. Source: Claude Code’s hooks and tool results.',
      missing: {
        long: 'No tool call failed in this time range, or none was reported. Calls come from Claude Code’s hooks and telemetry: Set-up shows whether they arrive.',
        short: 'None',
      },
      asks: total('command_executions_total', 'increase', {
        groupBy: ['command_type'],
        filters: failed('error'),
        limit: 12,
      }),
      names: '${__field.labels.command_type}',
      decimals: 0,
      color: 'red',
      drill: [explore('Traces with errors', 'traces', { project: '${project}', errorsOnly: true })],
    }),
  ]
);

const modules = line(
  8,
  [
    8,
    donut({
      title: 'Handed to sub-agents',
      about:
        'Finished sub-agents in the time range, by their type, all projects. Source: Claude Code’s hooks and spans (module_delegation_count).',
      missing: SESSIONS,
      asks: total('module_delegation_count', 'increase', { groupBy: ['target_module'] }),
      names: '${__field.labels.target_module}',
      decimals: 0,
      drill: [toDashboard('agents', 'Each of them')],
    }),
  ],
  [
    8,
    bars({
      title: 'Edits accepted and refused',
      about:
        'What became of edits agents proposed in this project, over the time range. Source: Claude Code’s metric claude_code.code_edit_tool.decision.',
      missing: AGENT_METRICS,
      asks: total('claude_code.code_edit_tool.decision', 'increase', {
        groupBy: ['tool_name', 'decision'],
        project: PROJECT,
      }),
      names: '${__field.labels.tool_name}: ${__field.labels.decision}',
      decimals: 0,
      overrides: [
        { field: '/accept/', properties: [fixed('green')] },
        { field: '/reject/', properties: [fixed('red')] },
      ],
      drill: [toDashboard('agents', 'Who decided')],
    }),
  ],
  [
    8,
    stat({
      title: 'Brought into the repository',
      about:
        'Commits and pull requests agents made in this project, lines they added and removed, over the time range. Source: Claude Code’s own counters. Issues are reported by nobody.',
      missing: AGENT_METRICS,
      asks: [
        total('claude_code.commit.count', 'increase', { project: PROJECT }, 'A'),
        total('claude_code.pull_request.count', 'increase', { project: PROJECT }, 'B'),
        total('claude_code.lines_of_code.count', 'increase', { project: PROJECT, groupBy: ['type'] }, 'C'),
      ],
      decimals: 0,
      color: 'text',
      overrides: [named('#A', 'Commits'), named('#B', 'Pull requests'), named('#C', 'Lines ${__field.labels.type}')],
      drill: [toDashboard('agents', 'Which agents')],
    }),
  ]
);

const traces = line(10, [
  24,
  table({
    title: 'Turns of agents, as traces',
    about:
      'From a prompt to the agent’s stop: how long, how many steps, how many of them failed. The latest first; each opens as a trace. Source: Claude Code’s spans over OTLP.',
    missing: TRACES,
    of: 'traces',
    asks: ask('traces', { project: PROJECT, operation: 'claude_code.interaction', limit: 100 }),
    columns: [
      { field: 'startTime', title: 'Started', width: 190 },
      { field: 'traceName', title: 'What' },
      { field: 'taskId', title: 'Task', width: 80, mayBeNone: true },
      { field: 'duration', title: 'Took', width: 100 },
      { field: 'spans', title: 'Steps', width: 80 },
      { field: 'errors', title: 'Failed', width: 80 },
      {
        field: 'traceID',
        title: 'Trace',
        width: 320,
        links: [explore('Open the trace', 'traces', { traceId: '${__value.raw}' })],
      },
      { field: 'project', title: 'project', hidden: true },
    ],
  }),
]);

export const development: Spec = {
  name: 'development',
  title: 'Development',
  description: 'For those who work with agents: which tools they use, what the gates let through, where time goes.',
  from: 'now-30m',
  refresh: '30s',
  sections: [
    { lines: [use] },
    { title: 'Quality gates', lines: [gates] },
    { title: 'Sub-agents and repository', lines: [modules] },
    { title: 'Where time goes', lines: [traces] },
  ],
};
