import { gauge, outcomes, shareAbove, whileWorking, above } from '../conditions.ts';
import { type Rule } from '../types.ts';

/** Whether what comes out is good, as far as the tools tell: refused calls, finished tasks that were opened again, broken files. */
export const QUALITY: readonly Rule[] = [
  {
    id: 'gate-failures',
    title: 'Quality gates fail',
    group: 'quality',
    severity: 'high',
    condition: shareAbove(outcomes('gate', '10m', ['failed']), outcomes('gate', '10m', ['passed', 'failed']), 20, 3),
    for: '1m',
    cooldown: '2h',
    source:
      'Specification 001 high “Quality gate failure rate: >20 % in 10-minute window”. The gate whose result is reported is the permission to call a tool. At least 3.',
    summary: '{value:percent} of the checks of {project} failed in the last 10 minutes',
    since: 'Counted over 10 minutes; the last event was at {moment}.',
    meaning:
      'People or rules refuse what the agent wants to do: it is on a wrong way, or the permissions do not fit the task.',
    steps: ['Open the link and read which calls were refused; tell the agent why, or allow what is harmless.'],
    moment: 'run',
  },
  {
    id: 'gate-compliance',
    title: 'Quality gate compliance is low',
    group: 'quality',
    severity: 'medium',
    condition: shareAbove(outcomes('gate', '1h', ['failed']), outcomes('gate', '1h', ['passed', 'failed']), 15, 10),
    for: '10m',
    cooldown: '8h',
    source: 'Specification 001 medium “Quality gate compliance below 85 %”: over an hour, of at least 10 failures.',
    summary: '{value:percent} of the checks of {project} failed in the last hour: less than 85 % passed',
    since: 'Counted over an hour, true for 10 minutes; the last event was at {moment}.',
    meaning: 'Not a moment’s trouble: instructions or permissions do not fit the work.',
    steps: ['Look at the refused calls of the hour by tool; put what they have in common into the instructions.'],
    moment: 'run',
  },
  {
    id: 'rework',
    title: 'Finished tasks are opened again',
    group: 'quality',
    severity: 'medium',
    condition: shareAbove(outcomes('finish', '2h', ['reopened']), outcomes('finish', '2h', ['finished']), 20, 3),
    for: '1m',
    cooldown: '8h',
    source:
      'Requirement 000 “quality degradation”: research quality has no source; that finished work is taken up again has. More than a fifth, at least 3 in two hours, is ours.',
    summary: 'For every 100 finished tasks of {project}, {value:count} were opened again in the last two hours',
    since: 'Counted over two hours; the last event was at {moment}.',
    meaning: 'Tasks are called done too early: tests are missing, or the agent’s word was taken for the result.',
    steps: [
      'Open the link: which tasks went back from done? Give them a test strategy before they are worked on again.',
    ],
    moment: 'run',
  },
  {
    id: 'broken-input',
    title: 'Task file cannot be read',
    group: 'quality',
    severity: 'critical',
    condition: whileWorking(above(gauge('taskmaster_broken_inputs', ['project']), 0)),
    for: '2m',
    cooldown: '4h',
    source: 'Specification 001 critical “Configuration corruption detected”: a file of Task Master that is not valid.',
    summary: '{value:count} files of {project} cannot be read',
    since: 'For at least 2 minutes: a file caught while it is written recovers sooner.',
    meaning: 'An edit or a merge left tasks.json broken. What is shown is the last state that could be read.',
    steps: [
      'The page of the project says which file and which line.',
      'Repair it, or take it back from Git: `git checkout -- .taskmaster/tasks/tasks.json`.',
    ],
  },
];
