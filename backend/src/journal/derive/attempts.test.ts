import { describe, expect, it } from 'vitest';
import { type NewEvent } from '#contract/events.ts';
import { deriveAttempts, type RunningAttempt } from './attempts.ts';

const status = (to: string, more: Partial<NewEvent> = {}, data: Record<string, unknown> = {}) => ({
  type: 'task.status',
  at: 100,
  source: 'file' as const,
  ...more,
  data: { to, ...data },
});
const seen: RunningAttempt = { number: 3, origin: 'status' };
const executed: RunningAttempt = { number: 3, origin: 'execute' };

describe('deriveAttempts', () => {
  it('starts one when a task is seen to go in progress', () => {
    expect(deriveAttempts(status('in-progress'), undefined, { number: 2 })).toEqual({
      before: [],
      after: [{ type: 'attempt.started', number: 3, data: { number: 3, origin: 'status' } }],
    });
  });

  it.each([
    ['done', 'ok'],
    ['completed', 'ok'],
    ['review', 'ok'],
    ['cancelled', 'cancelled'],
    ['deferred', 'cancelled'],
    ['pending', 'cancelled'],
    ['blocked', 'cancelled'],
  ])('ends it at %s as %s', (to, outcome) => {
    expect(deriveAttempts(status(to), seen, { number: 3 }).after).toMatchObject([
      { type: 'attempt.ended', number: 3, data: { status: outcome, reason: to } },
    ]);
  });

  it('invents nothing for a finish whose beginning nobody saw', () => {
    expect(deriveAttempts(status('done'), undefined, { number: 0 })).toEqual({ before: [], after: [] });
  });

  it('makes nothing of first sights and of commits', () => {
    expect(deriveAttempts(status('in-progress', {}, { initial: true }), undefined, { number: 0 }).after).toEqual([]);
    expect(deriveAttempts(status('in-progress', { source: 'git' }), undefined, { number: 0 }).after).toEqual([]);
  });

  it('leaves the end of an executed attempt to its executor', () => {
    expect(deriveAttempts(status('done'), executed, { number: 3 })).toEqual({ before: [], after: [] });
    expect(deriveAttempts(status('in-progress'), executed, { number: 3 }).after).toEqual([]);
  });

  it('ends what runs when another try begins or the task goes', () => {
    const start = { type: 'attempt.started', at: 100, source: 'execute' as const, data: {} };
    expect(deriveAttempts(start, seen, { number: 3 }).before).toMatchObject([
      { data: { status: 'cancelled', reason: 'superseded' } },
    ]);
    const removed = { type: 'task.removed', at: 100, source: 'file' as const, data: {} };
    expect(deriveAttempts(removed, executed, { number: 3 }).before).toMatchObject([{ data: { reason: 'removed' } }]);
  });

  it('starts one for an agent that was started for the task', () => {
    const evidence = {
      type: 'evidence.seen',
      at: 100,
      source: 'otlp' as const,
      data: { kind: 'resource', taskId: '1' },
    };
    expect(deriveAttempts(evidence, undefined, { number: 0 }).after).toMatchObject([{ data: { origin: 'agent' } }]);
    expect(deriveAttempts(evidence, seen, { number: 3 }).after).toEqual([]);
    expect(deriveAttempts(evidence, undefined, { number: 1, endedAt: 150 }).after).toEqual([]);
    expect(deriveAttempts(evidence, undefined, { number: 1, endedAt: 50 }).after.length).toBe(1);
  });
});
