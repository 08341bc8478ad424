import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { added, began, MINUTE, moved, openForTest, type Opened, PROJECT, START, used } from './testing/open.ts';

let j: Opened;
beforeEach(() => {
  j = openForTest();
});
afterEach(() => j.remove());
const usage = () =>
  j
    .rows('SELECT at, task_id, evidence, counted FROM usage ORDER BY at, id')
    .map((row) => [(Number(row.at) - START) / MINUTE, row.task_id, row.evidence, row.counted]);
const evidence = (session: string, taskId: string, minutes: number, data: Record<string, unknown> = {}) => ({
  type: 'evidence.seen',
  at: START + minutes * MINUTE,
  session,
  source: 'otlp' as const,
  data: { kind: 'status-change', taskId, status: 'in-progress', ...data },
});

describe('attribution', () => {
  it('goes to the only task in progress, and to none while there are several', () => {
    j.add(added('1', 'pending'), added('2', 'pending'), began('s', 0));
    j.add(
      used('s', 1),
      moved('1', 'in-progress', 2),
      used('s', 3),
      moved('2', 'in-progress', 4),
      used('s', 5),
      moved('1', 'done', 6),
      used('s', 7)
    );
    expect(usage()).toEqual([
      [1, null, null, 1],
      [3, '1', 'only-in-progress', 1],
      [5, null, null, 1],
      [7, '2', 'only-in-progress', 1],
    ]);
  });

  it('counts a task first seen in progress, and a subtask rather than its task', () => {
    j.add(added('1', 'in-progress'), added('1.1', 'pending'), began('s', 0), used('s', 1));
    j.add(moved('1.1', 'in-progress', 2), used('s', 3));
    expect(usage()).toEqual([
      [1, '1', 'only-in-progress', 1],
      [3, '1.1', 'only-in-progress', 1],
    ]);
  });

  it('believes an agent more than the file, and changes what was held before', () => {
    j.add(added('1', 'in-progress'), began('s', 0), used('s', 3), used('s', 9));
    expect(usage()[0]).toEqual([3, '1', 'only-in-progress', 1]);
    j.add(evidence('s', '2', 2)); // comes late
    j.add(evidence('s', '2', 5, { status: 'done' }));
    expect(usage()).toEqual([
      [3, '2', 'status-change', 1],
      [9, '1', 'only-in-progress', 1],
    ]);
    expect(j.rows('SELECT task_id, kind FROM attributions ORDER BY from_at')).toEqual([
      { task_id: '1', kind: 'only-in-progress' },
      { task_id: '2', kind: 'status-change' },
      { task_id: '1', kind: 'only-in-progress' },
    ]);
  });

  it('puts what a process was started for above all, and an event that names its task itself above that', () => {
    j.add(
      added('1', 'in-progress'),
      began('s', 0),
      evidence('s', '2', 1),
      evidence('s', '7', 1, { kind: 'resource', status: undefined })
    );
    j.add(used('s', 2), used('s', 3, {}, { taskId: '8' }));
    expect(usage()).toEqual([
      [2, '7', 'resource', 1],
      [3, '8', 'resource', 1],
    ]);
    expect(j.rows('SELECT task_id, source, session FROM attempts WHERE ended_at IS NULL')).toEqual([
      { task_id: '7', source: 'agent', session: 's' },
    ]);
  });

  it('ends when the task is over, whoever ended it', () => {
    j.add(
      added('1', 'pending'),
      began('s', 0),
      evidence('s', '1', 1),
      moved('1', 'in-progress', 1),
      used('s', 2),
      moved('1', 'done', 3),
      used('s', 4)
    );
    expect(usage()).toEqual([
      [2, '1', 'status-change', 1],
      [4, null, null, 1],
    ]);
    expect(j.rows('SELECT session FROM attempts')).toEqual([{ session: 's' }]);
  });

  it('waits for the project of a session, then reaches back', () => {
    j.add(added('1', 'in-progress'), used('s', 1));
    expect(usage()).toEqual([[1, null, null, 1]]);
    j.add(began('s', 2));
    expect(usage()).toEqual([[1, '1', 'only-in-progress', 1]]);
    expect(j.rows("SELECT DISTINCT project FROM events WHERE session = 's'")).toEqual([{ project: PROJECT }]);
    expect(j.rows('SELECT project FROM usage')).toEqual([{ project: PROJECT }]);
  });
});

describe('usage', () => {
  it('counts one reporter a session: the strongest, also when it comes last', () => {
    j.add(
      began('s', 0),
      used('s', 1, { reporter: 'metric' }),
      used('s', 2, { reporter: 'llm_span' }),
      used('s', 3),
      used('s', 4, { reporter: 'metric' })
    );
    expect(usage().map((row) => row[3])).toEqual([0, 0, 1, 0]);
    j.add(began('other', 0), used('other', 5, { reporter: 'metric' }));
    expect(usage().at(-1)?.[3]).toBe(1);
    expect(j.rows('SELECT session, requests, cost_usd FROM usage_totals ORDER BY session')).toEqual([
      { session: 'other', requests: 1, cost_usd: 0.5 },
      { session: 's', requests: 1, cost_usd: 0.5 },
    ]);
  });

  it('counts a request once', () => {
    j.add(began('s', 0), used('s', 1, { requestId: 'r' }), used('s', 2, { requestId: 'r' }));
    expect(usage().length).toBe(1);
  });

  it('takes the largest of cumulative totals, in whatever order they come', () => {
    const total = (minutes: number, inputTokens: number) =>
      used('s', minutes, { reporter: 'metric', requestId: 'series', cumulative: true, inputTokens });
    j.add(began('s', 0), total(1, 100), total(3, 300), total(2, 200));
    expect(j.rows('SELECT input_tokens FROM usage')).toEqual([{ input_tokens: 300 }]);
    expect(j.rows('SELECT input_tokens, requests FROM usage_totals')).toEqual([{ input_tokens: 300, requests: 1 }]);
  });

  it('counts one reporter of API failures a session', () => {
    const failed = (reporter: string, minutes: number) => ({
      ...began('s', minutes),
      type: 'api.failed',
      data: { reporter },
    });
    j.add(failed('hook', 1), failed('api_error', 1), failed('llm_span', 1), failed('api_error', 2));
    expect(j.rows('SELECT api_errors FROM sessions')).toEqual([{ api_errors: 2 }]);
    expect(j.rows('SELECT count(*) AS n FROM api_errors WHERE counted = 1')).toEqual([{ n: 2 }]);
  });
});

describe('what needed a person', () => {
  it('is counted once a call, whoever tells of it', () => {
    const tool = (type: string, minutes: number, data: Record<string, unknown>) => ({
      ...began('s', minutes),
      type,
      data: { tool: 'Bash', ...data },
    });
    j.add(
      tool('tool.started', 1, { toolUseId: 'a' }),
      tool('tool.decided', 1, { toolUseId: 'a', decision: 'accept', source: 'config' }),
      tool('tool.decided', 1, { toolUseId: 'a', decision: 'accept', source: 'config', blockedMs: 40 }),
      tool('tool.ended', 2, { toolUseId: 'a', success: false, durationMs: 5 }),
      tool('tool.ended', 2, { toolUseId: 'a', success: false, durationMs: 5 }),
      tool('tool.decided', 3, { toolUseId: 'b', decision: 'reject', source: 'user_reject', blockedMs: 1000 }),
      { ...began('s', 4), type: 'prompt.submitted', data: {} },
      { ...began('s', 5), type: 'turn.ended', data: { durationMs: 700, interrupted: true } }
    );
    expect(
      j.rows(`SELECT tool_calls, tool_errors, decisions_auto, decisions_human, decisions_rejected, blocked_ms, prompts, turns,
      turn_ms, interruptions FROM sessions`)
    ).toEqual([
      {
        tool_calls: 2,
        tool_errors: 1,
        decisions_auto: 1,
        decisions_human: 1,
        decisions_rejected: 1,
        blocked_ms: 1040,
        prompts: 1,
        turns: 1,
        turn_ms: 700,
        interruptions: 1,
      },
    ]);
  });
});
