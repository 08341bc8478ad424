import { type QueryType } from '#contract/queries.ts';
import { type Plan, PROJECT, runAt, sessionId, taskOfSession } from './plan.ts';

/** What panels and people ask, several ways for each type: over the whole time, the last hours, and narrowly. */
export interface Case {
  queryType: QueryType;
  query: Record<string, unknown>;
  /** Length of the time range, hours. */
  hours: number;
}

export function casesOf(plan: Plan): Case[] {
  const project = PROJECT;
  const run = runAt(plan, plan.now - 24 * 3_600_000);
  const middle = Math.floor(plan.sessions / 2);
  const session = sessionId(middle);
  const taskId = taskOfSession(plan, middle, 0.3);
  const week = 24 * 6;
  const one = (queryType: QueryType, hours: number, query: Record<string, unknown>): Case => ({
    queryType,
    hours,
    query,
  });
  return [
    one('projects', 6, {}),
    one('runs', week, { project }),
    one('tasks', 6, { project }),
    one('tasks', 6, { project, status: ['in-progress', 'review'] }),
    one('tasks', 6, { project, run }),
    one('dependencyGraph', 6, { project }),
    one('dependencyGraph', 6, { project, hideFinished: true }),
    one('dependencyGraph', 6, { project, taskId, depth: 3 }),
    one('timeline', 6, { project }),
    one('timeline', week, { project }),
    one('timeline', week, { project, run }),
    one('timeline', week, { project, taskId }),
    one('events', 6, { project }),
    one('events', week, { project, types: ['api.failed'] }),
    one('events', week, { project, types: ['task.*', 'turn.*'] }),
    one('events', week, { project, search: 'overloaded' }),
    one('events', week, { session }),
    one('events', week, { project, taskId }),
    one('status', 6, { project }),
    one('status', 6, { project, run }),
    one('metric', 6, { metric: 'claude_code.token.usage', aggregation: 'rate', groupBy: ['type'] }),
    one('metric', week, { metric: 'claude_code.token.usage', aggregation: 'sum', groupBy: ['model'], project }),
    one('metric', 24, { metric: 'claude_code.cost.usage', aggregation: 'increase', instant: true }),
    one('metric', week, { metric: 'claude_code.token.usage', aggregation: 'increase', project, taskId }),
    one('logs', 6, { project }),
    one('logs', week, { project, search: 'aisle 13', severity: 'info' }),
    one('logs', 24, { format: 'histogram' }),
    one('logs', week, { project, taskId }),
    one('traces', 6, { project }),
    one('traces', week, { errorsOnly: true }),
    one('traces', week, { project, session }),
    one('traces', week, { traceId: '1f' }),
    one('checkpoints', week, { project }),
  ];
}
