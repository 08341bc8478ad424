import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type JournalEvent } from '#contract/events.ts';
import { traceIds } from '../execution/executors/environment.ts';
import { type PlannedSpan } from './planned.ts';
import { RunSpans } from './run-spans.ts';

const RUN = 'shop-1a2b3c4d.20261121T080000Z';
let seq = 0;

function event(type: string, at: number, more: Partial<JournalEvent> = {}): JournalEvent {
  seq += 1;
  const base = {
    seq,
    id: `e${seq}`,
    at,
    seenAt: at,
    type,
    project: 'shop-1a2b3c4d',
    run: RUN,
    source: 'execute' as const,
  };
  return { ...base, data: {}, ...more };
}
const task = (taskId: string, attempt: number) => ({ tag: 'master', taskId, attempt });
const began = (taskId: string, attempt: number, at: number) =>
  event('attempt.started', at, { ...task(taskId, attempt), data: { executor: 'execute', number: attempt } });
const ended = (taskId: string, attempt: number, at: number, data: Record<string, unknown> = { status: 'ok' }) =>
  event('attempt.ended', at, { ...task(taskId, attempt), data });

const WORK = [
  event('run.started', 1000, { data: { source: 'execute', reason: 'execute' } }),
  began('1', 1, 2000),
  ended('1', 1, 3000, { status: 'error', kind: 'rate-limit', reason: 'secret words of the agent', exitCode: 1 }),
  began('1', 2, 4000),
  ended('1', 2, 9000, { status: 'ok', costUsd: 0.5 }),
  began('2', 1, 5000),
  ended('2', 1, 6000),
  event('run.ended', 10_000, { data: { reason: 'finished' } }),
];
const spansOf = (events: readonly JournalEvent[], spans = new RunSpans()) => events.flatMap((one) => spans.take(one));
const named = (spans: PlannedSpan[], name: string) => spans.find((span) => span.name === name)!;

describe('spans of a run', () => {
  it('are the run, its tasks, their attempts', () => {
    const spans = spansOf(WORK);
    expect(spans.map(({ kind, name, startedAt, endedAt, status }) => [kind, name, startedAt, endedAt, status])).toEqual(
      [
        ['attempt', 'attempt 1 at task 1', 2000, 3000, 'error'],
        ['attempt', 'attempt 2 at task 1', 4000, 9000, 'ok'],
        ['attempt', 'attempt 1 at task 2', 5000, 6000, 'ok'],
        ['task', 'task 1', 2000, 9000, 'ok'],
        ['task', 'task 2', 5000, 6000, 'ok'],
        ['run', 'run of shop-1a2b3c4d', 1000, 10_000, 'unset'],
      ]
    );
    const run = named(spans, 'run of shop-1a2b3c4d');
    expect(run.parentSpanId).toBeUndefined();
    expect(named(spans, 'task 1').parentSpanId).toBe(run.spanId);
    expect(named(spans, 'attempt 2 at task 1').parentSpanId).toBe(named(spans, 'task 1').spanId);
    expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(1);
    expect(new Set(spans.map(({ spanId }) => spanId)).size).toBe(spans.length);
    expect(run.attributes).toMatchObject({ 'taskmaster.run.tasks': 2, 'taskmaster.run.attempts': 3 });
  });

  it('have the ids the executor gave the agents, so that theirs hang under ours', () => {
    const attempt = named(spansOf(WORK), 'attempt 2 at task 1');
    const told = traceIds({
      run: RUN,
      attempt: 2,
      task: { taskId: '1', position: 0, title: '', status: '', dependencies: [] },
    });
    expect({ traceId: attempt.traceId, spanId: attempt.spanId }).toEqual(told);
  });

  it('say the kind of failure, not what was written', () => {
    const failed = named(spansOf(WORK), 'attempt 1 at task 1');
    expect(failed).toMatchObject({
      message: 'rate-limit',
      attributes: { 'error.type': 'rate-limit', 'process.exit.code': 1 },
    });
    expect(JSON.stringify(spansOf(WORK))).not.toContain('secret words');
  });

  it('of history that was imported, or is told late, are none', () => {
    expect(spansOf(WORK.map((one) => ({ ...one, source: 'git' as const })))).toEqual([]);
    const late = event('run.started', 0, { run: 'late', data: { source: 'observed', reason: 'late' } });
    expect(spansOf([late, event('run.ended', 5, { run: 'late' })])).toEqual([]);
  });

  it('of a run that goes on after its end have a root of their own, which names the one before', () => {
    const again = [
      event('run.resumed', 20_000),
      began('2', 2, 21_000),
      ended('2', 2, 22_000),
      event('run.ended', 23_000, { data: { reason: 'finished' } }),
    ];
    const spans = new RunSpans();
    const first = spansOf(WORK, spans);
    const second = spansOf(again, spans);
    const [root, next] = [named(first, 'run of shop-1a2b3c4d'), named(second, 'run of shop-1a2b3c4d')];
    expect(next.traceId).toBe(root.traceId);
    expect(next.spanId).not.toBe(root.spanId);
    expect(next.links).toMatchObject([{ spanId: root.spanId }]);
    expect(named(second, 'task 2').spanId).not.toBe(named(first, 'task 2').spanId);
  });

  it('close what goes on when the run ends', () => {
    const spans = spansOf([...WORK.slice(0, 2), event('run.ended', 8000)]);
    expect(named(spans, 'attempt 1 at task 1')).toMatchObject({ endedAt: 8000, status: 'unset' });
    expect(named(spans, 'task 1')).toMatchObject({ endedAt: 8000 });
  });

  it('are the same wherever a restart falls', () => {
    const whole = spansOf(WORK);
    fc.assert(
      fc.property(fc.subarray([1, 2, 3, 4, 5, 6, 7]), (cuts) => {
        let spans = new RunSpans();
        const got: PlannedSpan[] = [];
        WORK.forEach((one, i) => {
          if (cuts.includes(i)) {
            spans = new RunSpans(JSON.parse(JSON.stringify(spans.save())) as ReturnType<RunSpans['save']>);
          }
          got.push(...spans.take(one));
        });
        expect(got).toEqual(whole);
      })
    );
  });
});
