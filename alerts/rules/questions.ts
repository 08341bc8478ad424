import { above, gauge, PROJECT_RUN, PROJECT_RUN_TASK, reachedOne } from '../conditions.ts';
import { type Rule } from '../types.ts';

/** What people really ask of a run they do not watch: is it stuck, is it too dear, is it done. */
export const QUESTIONS: readonly Rule[] = [
  {
    id: 'stuck',
    title: 'Task is stuck',
    group: 'questions',
    severity: 'high',
    condition: above(gauge('taskmaster_task_silence_ratio', PROJECT_RUN_TASK), 1),
    for: '1m',
    cooldown: '2h',
    source: 'A question people ask. Stuck is what docs/queries/status.md calls stuck.',
    summary: 'Task {task} of {project} is in progress and shows no sign of life',
    since: 'Last heard of at {moment}; that is {value:times} the silence its kind of work explains.',
    meaning:
      'The agent waits for a person (a permission, a question), hangs in a command that does not end, or was closed without a word.',
    steps: [
      'Open the link: the last tool call in the timeline is where it stopped.',
      'Look at the terminal of the agent: is it asking something?',
      'If the session is gone, start it anew or set the task back to pending; the alert then resolves within two minutes.',
    ],
    moment: 'task',
  },
  {
    id: 'over-budget',
    title: 'Over budget',
    group: 'questions',
    severity: 'high',
    condition: above(gauge('taskmaster_run_budget_used_ratio', PROJECT_RUN), 1),
    for: '0s',
    cooldown: '4h',
    source:
      'A question people ask. The budget is the setting `budgets` (docs/configuration.md); without one the rule is quiet.',
    summary: '{project} has cost more than its budget: {value:times} of it',
    since: 'Last request counted at {moment}.',
    meaning:
      'Work goes on after the money meant for it is spent: a loop, a dearer model than planned, or a budget set too low.',
    steps: [
      'Open the link and sort the tasks by cost: one task that eats the budget is a loop.',
      'Stop the run, or raise the budget of the project in the settings of the service and start it again.',
    ],
    moment: 'run',
  },
  {
    id: 'finished',
    title: 'Project finished',
    group: 'questions',
    severity: 'low',
    condition: reachedOne('taskmaster_run_progress_ratio', PROJECT_RUN, '15m'),
    for: '0s',
    cooldown: '1d',
    source: 'A question people ask. Resolves by itself 15 minutes after the last task was finished.',
    summary: 'Every task of {project} is finished',
    since: 'The last event was at {moment}.',
    meaning: 'Nothing is left to do in the current tag. What was set aside (deferred, cancelled) does not count.',
    steps: ['Look at the result. New tasks make the project unfinished again; their end is told anew.'],
    moment: 'run',
  },
];
