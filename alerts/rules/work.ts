import { above, gauge, outcomes, PROJECT_RUN, PROJECT_RUN_TASK, shareAbove, shareRisen } from '../conditions.ts';
import { type Rule } from '../types.ts';

/** How the work of agents goes: failures, overruns, a queue that does not move. */
export const WORK: readonly Rule[] = [
  {
    id: 'command-failures',
    title: 'Commands fail',
    group: 'work',
    severity: 'critical',
    condition: shareAbove(outcomes('tool_call', '5m', ['error']), outcomes('tool_call', '5m', ['ok', 'error']), 5, 8),
    for: '2m',
    cooldown: '1h',
    source:
      'Requirement 000 “High error rates (>5 %)”, specification 001 critical “Command execution failure rate: >5 % in 5-minute window” and `high_error_rate` (2 minutes). At least 8 failures: agents try things out, and with fewer a day of ordinary noise had 25 of these.',
    summary: '{value:percent} of the tool calls of {project} failed in the last 5 minutes',
    since: 'Counted over 5 minutes, true for 2; the last event was at {moment}.',
    meaning:
      'Something all calls share is broken (a missing program, no network, a full disk, a wrong folder), or an agent repeats a call that cannot work.',
    steps: [
      'Open the link and look at the failed calls in the timeline: one tool or all?',
      'One tool, again and again: stop the agent and tell it what is wrong.',
      'All tools: check network, disk and permissions of the machine.',
    ],
    moment: 'run',
  },
  {
    id: 'error-rate-rising',
    title: 'Error rate rises',
    group: 'work',
    severity: 'high',
    condition: shareRisen(
      { part: outcomes('tool_call', '10m', ['error']), whole: outcomes('tool_call', '10m', ['ok', 'error']) },
      {
        part: outcomes('tool_call', '10m', ['error'], '10m'),
        whole: outcomes('tool_call', '10m', ['ok', 'error'], '10m'),
      },
      2,
      10
    ),
    for: '5m',
    cooldown: '2h',
    source:
      'Specification 001 high “Error rate increase: >2 % in 10-minute window”, read as percentage points over the 10 minutes before. At least 10 failures: less is chance.',
    summary: 'Failures of tool calls of {project} rose by {value:points} within 10 minutes',
    since: 'Compared with the 10 minutes before, true for 5; the last event was at {moment}.',
    meaning:
      'The work has come to a part that goes worse than what was before: a new tool, a new module, a changed environment.',
    steps: [
      'Open the link: which task began when failures rose? Compare its tool calls with those of the task before.',
    ],
    moment: 'run',
  },
  {
    id: 'task-failures',
    title: 'Tasks fail',
    group: 'work',
    severity: 'high',
    condition: shareAbove(
      outcomes('attempt', '1h', ['error']),
      outcomes('attempt', '1h', ['ok', 'error', 'cancelled']),
      20,
      3
    ),
    for: '1m',
    cooldown: '2h',
    source:
      'Dashboard 002, rule “task failure rate”; it gives no number. 20 % of at least 3 failures in an hour is ours.',
    summary: '{value:percent} of the attempts at tasks of {project} failed in the last hour',
    since: 'Counted over an hour; the last event was at {moment}.',
    meaning:
      'Tasks are too large or too vague for the agent, depend on something that is not there, or their tests cannot pass.',
    steps: [
      'Open the link and read the failed attempts: the same task or many?',
      'The same: expand it into subtasks or finish it by hand. Many: look for what they have in common.',
    ],
    moment: 'run',
  },
  {
    id: 'task-overrun',
    title: 'Task takes too long',
    group: 'work',
    severity: 'medium',
    condition: above(gauge('taskmaster_task_overrun_ratio', PROJECT_RUN_TASK), 2),
    for: '2m',
    cooldown: '4h',
    source:
      'Requirement 000 “Long-running tasks (>2x expected duration)”. Expected is the median of comparable tasks of the project; without history the rule is quiet.',
    summary: 'Task {task} of {project} has taken {value:times} the time expected',
    since: 'Work on it goes on; last sign of life at {moment}.',
    meaning:
      'The task is larger than it looked, or the agent goes round in circles. A stuck task is told by “Task is stuck” instead.',
    steps: ['Open the link: is there progress (edits, passing tests) or the same calls over and over?'],
    moment: 'task',
  },
  {
    id: 'queue-stalled',
    title: 'Queue does not move',
    group: 'work',
    severity: 'medium',
    condition: above(gauge('taskmaster_run_stalled_seconds', PROJECT_RUN), 1800),
    for: '2m',
    cooldown: '4h',
    source: 'Dashboard 002, rule “queue”; it gives no number. Half an hour is ours.',
    summary: 'Tasks of {project} are ready and none has been begun or finished for {value:duration}',
    since: 'The last event of the run was at {moment}.',
    meaning:
      'Agents are at work without taking the next task: they do something else, forget to set the status, or the queue waits for a person.',
    steps: [
      'Open the link: what are the agents doing? “ready” of the project lists what could begin.',
      'Tell the agent to take the next task, or set the status by hand.',
    ],
    moment: 'run',
  },
  {
    id: 'api-failures',
    title: 'Model requests fail',
    group: 'work',
    severity: 'high',
    condition: above(outcomes('model_request', '5m', ['error']), 2),
    for: '0s',
    cooldown: '1h',
    source: 'Requirement 000 “AI API failures”: requests that failed for good. Three in five minutes is ours.',
    summary: '{value:count} model requests of {project} failed in 5 minutes',
    since: 'Counted over 5 minutes; the last event was at {moment}.',
    meaning:
      'The provider is down, the key is wrong or its credit is used up, or the network is gone. Agents stop or wait.',
    steps: [
      'Look at the status page of the provider, then at the status code in the events of the run.',
      '401 and 403: the key. 400: the request, often too long a context. 5xx: wait.',
    ],
    moment: 'run',
  },
  {
    id: 'api-rate-limited',
    title: 'Model requests are rate limited',
    group: 'work',
    severity: 'medium',
    condition: above(outcomes('model_request', '10m', ['rate_limited']), 4),
    for: '0s',
    cooldown: '1h',
    source: 'Requirement 000 “rate limiting”: status 429 and 529. Five in ten minutes is ours.',
    summary: '{value:count} model requests of {project} were refused for their rate in 10 minutes',
    since: 'Counted over 10 minutes; the last event was at {moment}.',
    meaning: 'More agents run than the account allows, or the provider is overloaded. Work goes on, slowly.',
    steps: ['Run fewer agents at once, use a smaller model for sub-agents, or ask for a higher limit.'],
    moment: 'run',
  },
  {
    id: 'delegation-failures',
    title: 'Sub-agents fail',
    group: 'work',
    severity: 'critical',
    condition: shareAbove(
      outcomes('delegation', '1m', ['error']),
      outcomes('delegation', '1m', ['ok', 'error']),
      50,
      3
    ),
    for: '0s',
    cooldown: '1h',
    source: 'Specification 001 critical “Module delegation failures: >50 % in 1 minute”. At least 3.',
    summary: '{value:percent} of the sub-agents of {project} failed in the last minute',
    since: 'Counted over a minute; the last event was at {moment}.',
    meaning: 'Sub-agents cannot start or cannot reach the model.',
    steps: ['Open the link: the failed sub-agents in the timeline say which type; then see “Model requests fail”.'],
    moment: 'run',
  },
];
