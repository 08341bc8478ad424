import fc from 'fast-check';
import { type NewEvent } from '#contract/events.ts';
import { TASK_STATUSES } from '#contract/status.ts';

/** Random streams of events as ingesters might send them: late, twice, without a project, by several sources. */

const BASE = 1_763_000_000_000;
/** Few values, so that streams collide: same moments, same tasks, gaps of runs crossed. */
const at = fc.oneof(
  fc.integer({ min: 0, max: 60 }).map((minutes) => BASE + minutes * 60_000),
  fc.integer({ min: 0, max: 20 }).map((hours) => BASE + hours * 3_600_000)
);
const project = fc.constantFrom('alpha-1', 'beta-2');
const taskId = fc.constantFrom('1', '1.1', '1.2', '2', '3');
const session = fc.constantFrom('s1', 's2', 's3');
const status = fc.constantFrom(...TASK_STATUSES, 'in-progress', 'in-progress', 'done', 'weird state');
const id = fc.option(
  fc.integer({ min: 0, max: 40 }).map((number) => `id-${number}`),
  { nil: undefined, freq: 2 }
);
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const reporter = fc.constantFrom('api_request', 'llm_span', 'metric');
const quarter = fc.integer({ min: 0, max: 40 }).map((number) => number / 4); // sums of these are exact

const of = (type: string, fields: Record<string, fc.Arbitrary<unknown>>, data: Record<string, fc.Arbitrary<unknown>>) =>
  fc
    .record({
      id,
      at,
      type: fc.constant(type),
      source: fc.constantFrom('file', 'hook', 'otlp'),
      ...fields,
      data: fc.record(data),
    })
    .map((event) => JSON.parse(JSON.stringify(event)) as NewEvent);

const ofTask = { project, taskId, tag: maybe(fc.constantFrom('master', 'other')) };
const ofSession = { session, project: maybe(project) };
const task = fc.record({
  taskId,
  position: fc.nat(9),
  title: fc.constantFrom('a', 'b'),
  status,
  dependencies: fc.constant([{ raw: '1', taskId: '1', resolved: true }]),
});
const callId = fc.constantFrom('t1', 't2', 't3');

const event = fc.oneof(
  {
    weight: 6,
    arbitrary: of('task.status', ofTask, { to: status, from: maybe(status), initial: maybe(fc.boolean()) }),
  },
  {
    weight: 2,
    arbitrary: of('task.status', { ...ofTask, source: fc.constant('git') }, { to: status, commit: fc.constant('c') }),
  },
  { weight: 2, arbitrary: of('task.added', ofTask, { task }) },
  { weight: 1, arbitrary: of('task.changed', ofTask, { task, changed: fc.constant(['title']) }) },
  { weight: 1, arbitrary: of('task.removed', ofTask, {}) },
  {
    weight: 1,
    arbitrary: of(
      'project.added',
      { project },
      { name: fc.constant('n'), path: fc.constant('/p'), currentTag: maybe(fc.constant('other')) }
    ),
  },
  {
    weight: 2,
    arbitrary: of('session.started', ofSession, { agentName: maybe(fc.constant('claude')), pid: maybe(fc.nat(99)) }),
  },
  { weight: 1, arbitrary: of('session.ended', ofSession, { reason: fc.constant('exit') }) },
  { weight: 1, arbitrary: of('prompt.submitted', ofSession, {}) },
  { weight: 1, arbitrary: of('turn.ended', ofSession, { durationMs: fc.nat(9000), interrupted: fc.boolean() }) },
  { weight: 1, arbitrary: of('agent.started', ofSession, { agentId: fc.constantFrom('a1', 'a2') }) },
  {
    weight: 1,
    arbitrary: of('agent.ended', ofSession, {
      agentId: fc.constantFrom('a1', 'a2'),
      success: maybe(fc.boolean()),
      durationMs: maybe(fc.nat(9000)),
    }),
  },
  { weight: 2, arbitrary: of('tool.started', ofSession, { toolUseId: callId, tool: fc.constant('Bash') }) },
  {
    weight: 2,
    arbitrary: of('tool.ended', ofSession, {
      toolUseId: callId,
      tool: fc.constant('Bash'),
      success: maybe(fc.boolean()),
      durationMs: maybe(fc.nat(9000)),
    }),
  },
  {
    weight: 2,
    arbitrary: of('tool.decided', ofSession, {
      toolUseId: maybe(callId),
      tool: fc.constant('Bash'),
      decision: fc.constantFrom('accept', 'reject'),
      source: maybe(fc.constantFrom('config', 'user_temporary')),
      blockedMs: maybe(fc.nat(500)),
    }),
  },
  {
    weight: 6,
    arbitrary: of(
      'usage.reported',
      { session: maybe(session), project: maybe(project), taskId: fc.option(taskId, { nil: undefined, freq: 6 }) },
      {
        reporter,
        requestId: maybe(fc.constantFrom('r1', 'r2', 'r3')),
        cumulative: maybe(fc.boolean()),
        inputTokens: fc.nat(1000),
        outputTokens: fc.nat(1000),
        cacheReadTokens: fc.nat(9),
        cacheCreationTokens: fc.nat(9),
        costUsd: quarter,
      }
    ),
  },
  {
    weight: 1,
    arbitrary: of('api.failed', ofSession, {
      reporter: maybe(fc.constantFrom('api_error', 'llm_span', 'hook')),
      statusCode: fc.constant(529),
    }),
  },
  {
    weight: 4,
    arbitrary: of('evidence.seen', ofSession, {
      kind: fc.constantFrom('resource', 'status-change', 'status-change', 'only-in-progress', 'none'),
      taskId,
      status: maybe(status),
      until: maybe(at),
    }),
  },
  {
    weight: 1,
    arbitrary: of(
      'attempt.started',
      { ...ofTask, source: fc.constant('execute'), session: maybe(session) },
      { number: maybe(fc.integer({ min: 1, max: 3 })) }
    ),
  },
  {
    weight: 1,
    arbitrary: of(
      'attempt.ended',
      { ...ofTask, source: fc.constant('execute') },
      { status: fc.constantFrom('ok', 'error', 'cancelled') }
    ),
  },
  {
    weight: 1,
    arbitrary: of(
      'run.started',
      { project, run: maybe(fc.constantFrom('run-a', 'run-b')) },
      { source: fc.constant('execute'), reason: fc.constant('command') }
    ),
  },
  {
    weight: 1,
    arbitrary: of(
      'run.ended',
      { project, run: maybe(fc.constantFrom('run-a', 'run-b')) },
      { reason: fc.constant('command') }
    ),
  },
  { weight: 1, arbitrary: of('project.removed', { project }, { reason: fc.constant('gone') }) },
  {
    weight: 1,
    arbitrary: of('input.broken', { project }, { input: fc.constant('tasks.json'), problem: fc.constant('cut off') }),
  },
  { weight: 1, arbitrary: of('input.recovered', { project }, { input: fc.constant('tasks.json') }) },
  {
    weight: 1,
    arbitrary: of(
      'import.progress',
      { project, source: fc.constant('git') },
      { commitsDone: fc.nat(9), commitsTotal: fc.nat(9), finished: fc.boolean() }
    ),
  }
);

/** Batches of events, as they would arrive one after the other. */
export const batches: fc.Arbitrary<NewEvent[][]> = fc.array(fc.array(event, { minLength: 1, maxLength: 8 }), {
  maxLength: 12,
  size: 'max',
});
