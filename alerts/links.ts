import { runLink } from '../contract/app-links.ts';
import { type Rule, type Term } from './types.ts';
import { gauge, PROJECT_RUN, PROJECT_RUN_TASK } from './conditions.ts';

/** Where a rule's own section of the documents is; an absolute address where `--docs-url` gives the place of `docs/`. */
export const runbook = (rule: Rule, docsUrl = 'docs'): string => `${docsUrl.replace(/\/+$/, '')}/alerts.md#${rule.id}`;

/** Shown around the moment: what led to it, and a little after. */
export const BEFORE_S = 1800;
export const AFTER_S = 300;

/** The series that knows the moment of an alert, epoch seconds by its labels. */
export const MOMENTS: Record<NonNullable<Rule['moment']>, Term> = {
  run: gauge('taskmaster_run_last_event_timestamp_seconds', PROJECT_RUN),
  task: gauge('taskmaster_task_last_sign_timestamp_seconds', PROJECT_RUN_TASK),
};

const OPERATIONS = '/d/taskmaster-operations';

/** Path of what an alert links to, with template texts where its labels and times go. */
export function linkPath(rule: Rule, range: { from: string; to: string }): string {
  if (rule.moment === undefined) {
    return OPERATIONS;
  }
  const label = (name: string) => `{{ $labels.${name} | urlquery }}`;
  return runLink(label('project'), label('run'), {
    ...(rule.moment === 'task' ? { task: label('task') } : {}),
    ...range,
  });
}
