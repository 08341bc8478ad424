import { describe, expect, it } from 'vitest';
import { type EventRow } from '../../run/rows.ts';
import { attemptViews, reasonOf } from './attempts-model.ts';
import { historyOf } from './history-model.ts';
import { gistOf, labelsOf } from './logs-model.ts';
import { neighboursOf } from './neighbours-model.ts';
import { type Attempt, type Session, type TaskDetail, type ToolCall, type Transition } from './task-detail.ts';
import { callDuration, callOutcome, decisionText } from './tools-model.ts';
import { whyOf } from './why-model.ts';

const attempt: Attempt = {
  number: 1,
  run: 'r',
  startedAt: 100,
  endedAt: 400,
  status: 'error',
  source: 'execute',
  session: null,
  agent: 'a',
  detail: '{"reason":"tests failed","exitCode":2}',
};
const call: ToolCall = {
  session: 's',
  id: 't',
  tool: 'Bash',
  agentId: null,
  startedAt: 10,
  endedAt: 30,
  success: true,
  durationMs: null,
  errorType: null,
  decision: 'accept',
  decisionSource: 'config',
  blockedMs: null,
  mcpServer: null,
};
const task = {
  status: 'pending',
  blockedBy: null,
  ready: false,
  agent: null,
  attempts: [] as Attempt[],
  startedAt: null,
  durationMs: null,
} as unknown as TaskDetail;

describe('attempts', () => {
  it('say what came of them and how they are known', () => {
    expect(attemptViews([attempt], 1000)[0]).toMatchObject({
      durationMs: 300,
      outcome: 'failed: tests failed, exit code 2',
      known: 'executed here',
    });
    const running = { ...attempt, endedAt: null, status: 'running', detail: null };
    expect(attemptViews([running], 1000)[0]).toMatchObject({ durationMs: 900, outcome: 'under way' });
    expect(attemptViews([{ ...running, status: 'cancelled' }], 1000)[0]!.durationMs).toBeNull();
    expect(reasonOf('no JSON')).toBe('');
  });
});

describe('history', () => {
  const change = (more: Partial<Transition>): Transition => ({
    seq: 1,
    at: 100_000,
    from: 'pending',
    to: 'done',
    source: 'file',
    run: null,
    commit: null,
    author: null,
    initial: 0,
    ...more,
  });
  const claim = (time: number, status: string) =>
    ({ type: 'evidence.seen', time, session: '5a3e0000-1', data: { status } }) as unknown as EventRow;
  const sessions = [{ id: '5a3e0000-1', agent: 'claude-code' } as Session];
  const by = (transition: Transition, events: EventRow[] = []) => historyOf([transition], events, sessions)[0]!.by;

  it('names the agent that says it set this status at that moment', () => {
    expect(by(change({}), [claim(101_000, 'done')])).toBe('claude-code (session 5a3e0000), seen in the task file');
    expect(by(change({}), [claim(101_000, 'review')])).toBe('seen in the task file');
    expect(by(change({}), [claim(160_000, 'done')])).toBe('seen in the task file');
  });

  it('names the author of a commit', () => {
    expect(by(change({ source: 'git', author: 'Ada', commit: '0123456789ab' }))).toBe('Ada in 01234567');
  });

  it('does not take the first sight for a change', () => {
    expect(historyOf([change({ initial: 1 })], [], [])[0]).toMatchObject({
      from: null,
      by: 'first seen: seen in the task file',
    });
  });
});

describe('why a task stands where it stands', () => {
  const before = [
    { taskId: '3', label: '3 Endpoints', status: 'in-progress' },
    { taskId: '99', label: '99 (not in the task file)', status: null },
  ];
  it.each([
    [{ status: 'done', durationMs: 60_000 }, 'Finished; it took 1 min.'],
    [{ status: 'done' }, 'Finished; nobody saw it begin, so how long it took is unknown.'],
    [{ status: 'in-progress', agent: 'x', startedAt: 1000 }, 'x is at work on it, for 59 s now.'],
    [{ status: 'in-progress' }, 'No agent is known to be at work on it; its beginning was not seen.'],
    [{ blockedBy: '3' }, 'Waits for 3 Endpoints.'],
    [
      { blockedBy: '3,99' },
      'Waits for 3 Endpoints; 99 (not in the task file). Task 99 is not in the file: take the dependency out.',
    ],
    [{ ready: true }, 'Ready: everything it depends on is finished.'],
    [{ status: 'review' }, 'Waits for somebody to review it.'],
    [{ status: 'blocked' }, 'Marked blocked in the task file; nothing it depends on holds it up.'],
  ])('%j: %s', (change, sentence) => {
    expect(whyOf({ ...task, ...(change as Partial<TaskDetail>) }, before, 60_000)).toBe(sentence);
  });

  it('has titles of its neighbours where the graph knows them', () => {
    const found = neighboursOf(
      { dependencies: [{ raw: '3', taskId: '3' }, { raw: '99' }, { raw: '3', taskId: '3' }], dependants: ['5'] },
      [
        { id: 'p/master/3', title: '3 Endpoints', status: 'done', detail__taskId: '3' },
        { id: 'p/master/?99', title: '99 (not in the file)', status: 'blocked', detail__taskId: '99' },
      ]
    );
    expect(found.before).toEqual([
      { taskId: '3', label: '3 Endpoints', status: 'done' },
      { taskId: '99', label: '99 (not in the task file)', status: null },
    ]);
    expect(found.after).toEqual([{ taskId: '5', label: '5 (not in the task file)', status: null }]);
  });
});

describe('tool calls and log lines', () => {
  it('say how they ended and who allowed them', () => {
    expect(callOutcome(call)).toEqual({ status: 'done', label: 'Succeeded' });
    expect(callOutcome({ ...call, success: false, errorType: 'Timeout' }).label).toBe('Failed: Timeout');
    expect(callOutcome({ ...call, decision: 'reject' }).label).toBe('Refused');
    expect(callOutcome({ ...call, endedAt: null }).label).toBe('Under way');
    expect([
      callDuration(call),
      callDuration({ ...call, durationMs: 7 }),
      callDuration({ ...call, startedAt: null }),
    ]).toEqual([20, 7, null]);
    expect(decisionText({ ...call, blockedMs: 4200 })).toBe('the settings, after 4 s');
    expect(decisionText({ ...call, decision: null })).toBe('–');
  });

  it('tell a line’s gist, and what is special of it before what is always so', () => {
    const line = { labels: { 'service.name': 'x', tool_name: 'Bash', success: 'false', duration_ms: '12', z: '1' } };
    expect(gistOf(line)).toBe('Bash · failed · 12 ms');
    expect(labelsOf(line).at(-1)![0]).toBe('service.name');
    expect(gistOf({ labels: null })).toBe('');
  });
});
