import { toDashboard } from './parts/addresses.ts';
import { ask, metric, PROJECT, RUN, total } from './parts/ask.ts';
import { line, type Spec } from './parts/dashboard.ts';
import { fixed, HIGH_IS_GOOD } from './parts/looks.ts';
import { bars, donut, gauge, stat } from './parts/numbers.ts';
import { series, states } from './parts/over-time.ts';
import { END_NAMES, named, set } from './parts/recipes.ts';
import { table } from './parts/rows.ts';
import { text } from './parts/own-panels.ts';
import { AGENT_METRICS, SERVICE, SESSIONS, TASKS } from './parts/sources.ts';
import { HEALTH } from './parts/health.ts';
import { tasksDone } from './parts/task-columns.ts';

const within = { project: PROJECT, run: RUN };

const mine = line(
  8,
  [
    8,
    stat({
      title: 'Your agents’ work',
      about:
        'Sessions begun, commits, pull requests and lines added in this project over the time range. Source: Claude Code’s own counters.',
      missing: AGENT_METRICS,
      asks: [
        total('claude_code.session.count', 'increase', within, 'A'),
        total('claude_code.commit.count', 'increase', within, 'B'),
        total('claude_code.pull_request.count', 'increase', within, 'C'),
        total(
          'claude_code.lines_of_code.count',
          'increase',
          { ...within, filters: [{ label: 'type', op: '=', value: 'added' }] },
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
  ],
  [
    8,
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
      drill: [toDashboard('agents', 'Decisions and waiting')],
    }),
  ],
  [
    8,
    donut({
      title: 'Where the time went',
      about:
        'Time agents worked and time people were active at the terminal, over the time range. Source: Claude Code’s metric claude_code.active_time.total.',
      missing: AGENT_METRICS,
      asks: total('claude_code.active_time.total', 'increase', { ...within, groupBy: ['type'] }),
      names: '${__field.labels.type}',
      unit: 's',
      overrides: [named('cli', 'Agents at work', fixed('blue')), named('user', 'People', fixed('orange'))],
      drill: [toDashboard('agents', 'Who worked when', '&${run:queryparam}')],
    }),
  ]
);

const pace = line(
  8,
  [
    12,
    series({
      title: 'How long you wait for an answer',
      about:
        'Requests to the model: half of them, and ninety-five of a hundred, were answered within this time. All projects. Source: Claude Code’s api_request events (response_time_seconds).',
      step: '30s',
      missing: AGENT_METRICS,
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
      drill: [toDashboard('agents', 'Requests and failures')],
    }),
  ],
  [
    6,
    bars({
      title: 'How sessions ended',
      about:
        'Sessions that ended in the time range, by the reason Claude Code gives, all projects. Whether a session was a success nobody reports. Source: SessionEnd hooks (session_duration_seconds).',
      missing: SESSIONS,
      asks: total('session_duration_seconds', 'count', { groupBy: ['outcome'] }),
      names: '${__field.labels.outcome}',
      // The frames say seconds, which their number is not; only an override is stronger.
      overrides: [{ field: '/.*/', properties: [set('unit', 'short')] }, ...END_NAMES],
      decimals: 0,
      color: 'blue',
      drill: [toDashboard('agents', 'Each session')],
    }),
  ],
  [
    6,
    stat({
      title: 'Length of a session',
      about:
        'Half of the sessions that ended in the time range were shorter, all projects. Source: SessionStart and SessionEnd hooks.',
      missing: SESSIONS,
      asks: total('session_duration_seconds', 'p50', {}),
      names: 'half are shorter than',
      unit: 's',
      color: 'text',
      drill: [toDashboard('agents', 'Each session')],
    }),
  ]
);

const completion = line(10, [
  24,
  table({
    title: 'Tasks finished, and how long they took',
    about:
      'Time in attempts beside the median of comparable tasks of this project, the longest first. Source: status changes seen in the task file.',
    missing: TASKS,
    of: 'tasks',
    asks: ask('tasks', { ...within, status: ['done', 'completed'] }),
    columns: tasksDone,
    sortBy: 'Took',
  }),
]);

const help = line(
  8,
  [
    12,
    states({
      title: 'Is it up?',
      about: 'Every part this service depends on, at each of its checks. Source: the service (/health/ready).',
      step: '30s',
      missing: SERVICE,
      asks: metric('framework_health_status', 'min', { groupBy: ['component'] }),
      names: '${__field.labels.component}',
      mappings: HEALTH,
      maxDataPoints: 60,
      links: [toDashboard('operations', 'Operations')],
    }),
  ],
  [
    12,
    text(
      'Where to go on',
      'Pages of the app that answer the questions people ask most.',
      [
        '**Nothing arrives?**',
        '',
        '[Set-up connects a project step by step and shows the first event](/a/taskmaster-observability-app/set-up)',
        '',
        '**What is running now, and why is a task stuck?**',
        '',
        '[Projects lead to graph, timeline and tasks, live](/a/taskmaster-observability-app/projects)',
        '',
        '**Which service is asked?**',
        '',
        '[Configuration tests its address and token](/a/taskmaster-observability-app/configuration)',
      ].join('\n')
    ),
  ]
);

export const userExperience: Spec = {
  name: 'userExperience',
  title: 'User experience',
  description: 'For those who work beside agents: what they got done, how long one waits, whether it is up.',
  from: 'now-30m',
  refresh: '1m',
  run: 'any',
  sections: [{ lines: [mine, pace] }, { title: 'Completion', lines: [completion] }, { title: 'Help', lines: [help] }],
};
