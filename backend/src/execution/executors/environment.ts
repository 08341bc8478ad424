import { createHash } from 'node:crypto';
import { type TaskDefinition } from '#contract/events.ts';
import { ATTEMPT_VARIABLE, RUN_VARIABLE } from '../process/members.ts';

export interface AttemptSubject {
  run: string;
  project: string;
  tag: string;
  task: TaskDefinition;
  attempt: number;
  tasksFile: string;
}

export const attemptKey = (run: string, taskId: string, attempt: number): string => `${run}/${taskId}/${attempt}`;

/** Ids of the run's trace and the attempt's span, made from their names: whoever takes the run up again makes the same ones. */
export function traceIds({ run, task, attempt }: Pick<AttemptSubject, 'run' | 'task' | 'attempt'>): {
  traceId: string;
  spanId: string;
} {
  const hex = (text: string) => createHash('sha256').update(text).digest('hex');
  return { traceId: hex(run).slice(0, 32), spanId: hex(attemptKey(run, task.taskId, attempt)).slice(0, 16) };
}

/**
 * What an executor finds in its environment. Everything from the task file is a value of a variable, never a part of a command.
 * `OTEL_RESOURCE_ATTRIBUTES` (values percent-encoded, W3C Baggage as the OpenTelemetry specification asks) and `TRACEPARENT` (W3C Trace Context)
 * make what the agent reports belong to this attempt.
 */
export function attemptEnvironment(base: NodeJS.ProcessEnv, subject: AttemptSubject): NodeJS.ProcessEnv {
  const { run, project, tag, task, attempt, tasksFile } = subject;
  const { traceId, spanId } = traceIds(subject);
  const attributes: Record<string, string> = {
    'taskmaster.project': project,
    'taskmaster.tag': tag,
    'taskmaster.run.id': run,
    'taskmaster.task.id': task.taskId,
    'taskmaster.task.attempt': String(attempt),
    ...(task.parentId === undefined ? {} : { 'taskmaster.task.parent_id': task.parentId }),
  };
  const pairs = Object.entries(attributes).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return {
    ...base,
    [RUN_VARIABLE]: run,
    [ATTEMPT_VARIABLE]: attemptKey(run, task.taskId, attempt),
    TASKMASTER_PROJECT: project,
    TASKMASTER_TAG: tag,
    TASKMASTER_TASK_ID: task.taskId,
    TASKMASTER_TASK_TITLE: oneLine(task.title),
    TASKMASTER_TASK_PRIORITY: task.priority ?? '',
    TASKMASTER_TASK_DESCRIPTION: plain(task.description),
    TASKMASTER_TASK_DETAILS: plain(task.details),
    TASKMASTER_TEST_STRATEGY: plain(task.testStrategy),
    TASKMASTER_ATTEMPT: String(attempt),
    TASKMASTER_TASKS_FILE: tasksFile,
    TRACEPARENT: `00-${traceId}-${spanId}-01`,
    OTEL_RESOURCE_ATTRIBUTES: [base.OTEL_RESOURCE_ATTRIBUTES, ...pairs].filter((one) => one).join(','),
  };
}

/** One variable may hold 128 KiB on Linux, all of them and the arguments about 2 MB; the whole task is on standard input. */
const MOST = 32 * 1024;
const plain = (text: string | undefined) => (text ?? '').replaceAll('\0', '').slice(0, MOST);
const oneLine = (text: string) => plain(text).replaceAll(/\s+/g, ' ').trim();
