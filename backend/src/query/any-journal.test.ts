import { type DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkAnswer } from '#contract/check-frame.ts';
import { EVENT_TYPES } from '#contract/events.ts';
import { QUERY_TYPES, type QueryType } from '#contract/queries.ts';
import { type TaskItem } from '../analysis/task-graph.ts';
import { distinctTasks } from '../analysis/testing/tasks.ts';
import { answerQuery } from './answer.ts';
import { insert, memoryJournal, testContext } from './testing/journal.ts';

/** Whatever the journal holds, no query fails and every frame is one the Go decoder takes. */

const NOW = 1_800_000_000_000;
const when = fc.integer({ min: NOW - 7_200_000, max: NOW });
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const words = fc.constantFrom('a', 's1', 's2', '1', '1.1', '2', '9', '');

interface Journal {
  tasks: TaskItem[];
  attempts: Array<{ task: string; start: number; end?: number; status: string; session?: string; number: number }>;
  transitions: Array<{ task: string; at: number; from?: string; to: string; source: string }>;
  sessions: Array<{ id: string; start: number; last: number; end?: number; agent?: string; turns: number }>;
  calls: Array<{ session: string; id: string; start?: number; end?: number; success?: boolean; decision?: string }>;
  agents: Array<{ session: string; id: string; parent?: string; start: number; end?: number; status: string }>;
  events: Array<{ type: string; at: number; task?: string; session?: string; data: string; project?: string }>;
  usage: Array<{ session: string; task?: string; cost: number; counted: boolean }>;
}

const journal: fc.Arbitrary<Journal> = fc.record({
  tasks: distinctTasks,
  attempts: fc.array(
    fc.record({
      task: words,
      start: when,
      end: maybe(when),
      status: fc.constantFrom('ok', 'error', 'odd'),
      session: maybe(words),
      number: fc.nat(3),
    }),
    { maxLength: 6 }
  ),
  transitions: fc.array(
    fc.record({
      task: words,
      at: when,
      from: maybe(fc.constant('pending')),
      to: fc.constantFrom('done', 'in-progress'),
      source: fc.constantFrom('file', 'git'),
    }),
    { maxLength: 6 }
  ),
  sessions: fc.uniqueArray(
    fc.record({ id: words, start: when, last: when, end: maybe(when), agent: maybe(words), turns: fc.nat(3) }),
    { maxLength: 3, selector: ({ id }) => id }
  ),
  calls: fc.uniqueArray(
    fc.record({
      session: words,
      id: words,
      start: maybe(when),
      end: maybe(when),
      success: maybe(fc.boolean()),
      decision: maybe(fc.constantFrom('accept', 'reject')),
    }),
    { maxLength: 6, selector: ({ session, id }) => `${session} ${id}` }
  ),
  agents: fc.uniqueArray(
    fc.record({
      session: words,
      id: words,
      parent: maybe(words),
      start: when,
      end: maybe(when),
      status: fc.constantFrom('running', 'ok', 'x'),
    }),
    { maxLength: 4, selector: ({ session, id }) => `${session} ${id}` }
  ),
  events: fc.array(
    fc.record({
      type: fc.constantFrom<string>(...EVENT_TYPES, 'deploy.started'),
      at: when,
      task: maybe(words),
      session: maybe(words),
      data: fc.oneof(fc.json(), fc.constant('{"durationMs":"long","changed":7,"to":null,"tool":[]}')),
      project: maybe(fc.constant('p')),
    }),
    { maxLength: 8 }
  ),
  usage: fc.array(
    fc.record({
      session: words,
      task: maybe(words),
      cost: fc.double({ noNaN: true, min: 0, max: 9 }),
      counted: fc.boolean(),
    }),
    { maxLength: 5 }
  ),
});

function write({ tasks, attempts, transitions, sessions, calls, agents, events, usage }: Journal): DatabaseSync {
  const db = memoryJournal();
  const key = { project: 'p', tag: 'master' };
  insert(db, 'projects', { id: 'p', name: 'p', path: '/p', added_at: 0, open_run: 'r' });
  insert(db, 'runs', { id: 'r', project: 'p', source: 'observed', started_at: NOW - 7_200_000, last_at: NOW });
  for (const item of tasks) {
    insert(db, 'tasks', {
      ...key,
      task_id: item.taskId,
      parent_id: item.parentId,
      position: item.position,
      title: item.title,
      status: item.status,
      priority: item.priority,
      complexity: item.complexity,
      definition: {},
      first_seen_at: 0,
      changed_at: NOW - 1000 * item.position,
      busy_ms: item.position * 1000,
    });
    item.dependencies.forEach(({ raw, taskId }, ordinal) =>
      insert(db, 'dependencies', {
        ...key,
        task_id: item.taskId,
        ordinal,
        raw,
        depends_on: taskId,
        resolved: taskId !== undefined,
        ambiguous: false,
      })
    );
  }
  attempts.forEach(({ task, start, end, ...rest }) =>
    insert(db, 'attempts', {
      ...key,
      ...rest,
      task_id: task,
      run: 'r',
      started_at: start,
      ended_at: end === undefined ? undefined : Math.max(start, end),
      source: 'status',
      detail: 'not JSON',
    })
  );
  attempts.forEach(({ task, start, session }) => {
    if (session !== undefined) {
      insert(db, 'attributions', { ...key, session, from_at: start, task_id: task, kind: 'resource', rank: 0 });
    }
  });
  transitions.forEach(({ task, from, to, ...rest }, seq) =>
    insert(db, 'transitions', {
      ...key,
      ...rest,
      seq,
      task_id: task,
      from_status: from,
      to_status: to,
      run: 'r',
      initial: false,
    })
  );
  sessions.forEach(({ id, start, last, end, agent, turns }) =>
    insert(db, 'sessions', {
      id,
      project: 'p',
      run: 'r',
      agent,
      started_at: start,
      last_at: last,
      ended_at: end,
      turns,
    })
  );
  calls.forEach(({ start, end, ...rest }) =>
    insert(db, 'tool_calls', { ...rest, tool: 'Bash', started_at: start, ended_at: end })
  );
  agents.forEach(({ start, end, ...rest }) => insert(db, 'agents', { ...rest, started_at: start, ended_at: end }));
  events.forEach(({ task, ...rest }, index) =>
    insert(db, 'events', { ...rest, id: `e${index}`, seen_at: rest.at, task_id: task, run: 'r', source: 'api' })
  );
  usage.forEach(({ task, cost, ...rest }) =>
    insert(db, 'usage', {
      ...rest,
      ...key,
      task_id: task,
      at: NOW,
      reporter: 'metric',
      input_tokens: 1,
      output_tokens: 1,
      cache_read_tokens: 0,
      cache_creation_tokens: 0,
      cost_usd: cost,
      run: 'r',
      evidence: 'resource',
    })
  );
  return db;
}

const NEEDED: Partial<Record<QueryType, Record<string, unknown>>> = { metric: { metric: 'x' } };
const MORE: Partial<Record<QueryType, Array<Record<string, unknown>>>> = {
  tasks: [
    { includeRemoved: true, includeSubtasks: false, run: 'r' },
    { search: '1', tag: '*' },
  ],
  dependencyGraph: [{ includeSubtasks: false }, { hideFinished: true, run: 'r' }, { limit: 2 }],
  timeline: [{ run: 'r' }, { taskId: '1' }, { limit: 3 }, { kinds: ['tool', 'marker'] }],
  events: [
    { types: ['task.*'], search: 'a' },
    { taskId: '1', order: 'asc' },
    { run: 'r', limit: 1 },
  ],
  status: [{ run: 'r' }],
  logs: [{ run: 'r' }, { project: 'p', taskId: '1', format: 'histogram' }],
};

describe('any journal', () => {
  it('is answered by every query type', async () => {
    await fc.assert(
      fc.asyncProperty(journal, async (content) => {
        const context = testContext(write(content), NOW);
        const queries = QUERY_TYPES.flatMap((queryType) =>
          [NEEDED[queryType] ?? {}, ...(MORE[queryType] ?? [])].map((query, index) => ({
            refId: `${queryType}${index}`,
            queryType,
            query,
          }))
        );
        const answer = await answerQuery({ queries }, context);
        expect(checkAnswer(JSON.parse(JSON.stringify(answer)))).toEqual([]);
        for (const [refId, result] of Object.entries(answer.results)) {
          expect([refId, result.error, result.status]).toEqual([refId, undefined, 200]);
        }
        const [nodes, edges] = answer.results['dependencyGraph0']!.frames!;
        const ids = new Set(nodes!.data.values[0]);
        expect(new Set(edges!.data.values[0]).size).toBe(edges!.data.values[0]!.length);
        expect([...edges!.data.values[1]!, ...edges!.data.values[2]!].every((id) => ids.has(id))).toBe(true);
      }),
      { numRuns: 60 }
    );
  });
});
