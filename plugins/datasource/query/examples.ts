import { type TaskmasterQuery } from '../types.ts';

interface Example {
  title: string;
  text: string;
  target: Omit<TaskmasterQuery, 'refId'>;
}

/** Questions people really ask, as queries. */
export const EXAMPLES: readonly Example[] = [
  {
    title: 'What is running now?',
    text: 'Tasks in progress, with the agent at work on each.',
    target: { queryType: 'tasks', query: { status: ['in-progress'] } },
  },
  {
    title: 'When will it be done?',
    text: 'Progress and likely finish of every project.',
    target: { queryType: 'status', query: {} },
  },
  {
    title: 'What happened?',
    text: 'Every change of a task’s status, the latest first.',
    target: { queryType: 'events', query: { types: ['task.status'] } },
  },
  {
    title: 'What waits for what?',
    text: 'The dependency graph of the tasks that are not finished.',
    target: { queryType: 'dependencyGraph', query: { hideFinished: true } },
  },
  {
    title: 'What went wrong?',
    text: 'Log lines that are warnings or worse.',
    target: { queryType: 'logs', query: { severity: 'warn' } },
  },
  {
    title: 'Where did the time go?',
    text: 'Traces longer than ten seconds.',
    target: { queryType: 'traces', query: { minDurationMs: 10_000 } },
  },
  {
    title: 'What do tokens go into?',
    text: 'Tokens per second by kind.',
    target: {
      queryType: 'metric',
      query: { metric: 'claude_code.token.usage', aggregation: 'rate', groupBy: ['type'] },
    },
  },
];
