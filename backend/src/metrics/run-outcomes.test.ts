import { describe, expect, it } from 'vitest';
import { type JournalEvent } from '#contract/events.ts';
import { lagSeconds } from './ingest-lag.ts';
import { Metrics } from './metrics.ts';

let seq = 0;
function event(type: string, data: Record<string, unknown>, more: Partial<JournalEvent> = {}): JournalEvent {
  seq += 1;
  const at = Date.now();
  return { seq, id: `e${seq}`, at, seenAt: at, source: 'hook', type, data, project: 'p', run: 'p.1', ...more };
}

async function outcomes(metrics: Metrics): Promise<Record<string, number>> {
  const { values } = await metrics.own.runOutcomes.get();
  return Object.fromEntries(
    values
      .filter(({ value }) => value > 0)
      .map(({ labels, value }) => [`${labels.run} ${labels.kind} ${labels.outcome}`, value])
  );
}

const call = (id: string, success: boolean, more: Partial<JournalEvent> = {}) =>
  event('tool.ended', { toolUseId: id, tool: 'Bash', success }, { session: 's', ...more });

describe('outcomes of a run', () => {
  it('are counted by kind, each once whoever tells it', async () => {
    const metrics = new Metrics('local');
    metrics.count([
      call('a', true),
      call('a', true, { source: 'otlp' }),
      call('b', false),
      event('tool.decided', { toolUseId: 'c', tool: 'Write', decision: 'reject' }, { session: 's' }),
      event('agent.ended', { agentId: 'x', success: false }, { session: 's' }),
      event('usage.reported', { reporter: 'api_request' }),
      event('usage.reported', { reporter: 'llm_span' }),
      event('attempt.ended', { status: 'error' }),
      event('task.status', { from: 'in-progress', to: 'done' }),
      event('task.status', { from: 'done', to: 'in-progress' }),
      event('task.status', { from: 'done', to: 'cancelled' }),
      event('task.status', { to: 'done', initial: true }),
    ]);
    expect(await outcomes(metrics)).toEqual({
      'p.1 tool_call ok': 1,
      'p.1 tool_call error': 1,
      'p.1 gate failed': 1,
      'p.1 delegation error': 1,
      'p.1 model_request ok': 1,
      'p.1 attempt error': 1,
      'p.1 finish finished': 1,
      'p.1 finish reopened': 1,
    });
  });

  it('tell rate limits from failures, and believe the best reporter of a session', async () => {
    const metrics = new Metrics('local');
    const failed = (statusCode: number, reporter: string) =>
      event('api.failed', { statusCode, reporter }, { session: 's' });
    metrics.count([failed(429, 'api_error'), failed(529, 'api_error'), failed(500, 'api_error'), failed(500, 'hook')]);
    expect(await outcomes(metrics)).toEqual({ 'p.1 model_request rate_limited': 2, 'p.1 model_request error': 1 });
  });

  it('begin at 0 with the run, and give way to a newer run', async () => {
    const metrics = new Metrics('local');
    const now = Date.now();
    metrics.count([event('session.started', {}, { at: now - 1000 })]);
    const { values } = await metrics.own.runOutcomes.get();
    expect(values).toHaveLength(14);
    expect(values.every(({ value }) => value === 0)).toBe(true);
    metrics.count([call('a', true), call('b', true, { run: 'p.2' }), call('late', true, { at: now - 500 })]);
    expect(await outcomes(metrics)).toEqual({ 'p.2 tool_call ok': 1 });
    expect((await metrics.own.runOutcomes.get()).values).toHaveLength(14);
  });

  it('leave out imports, what happened long ago, and what belongs to no run', async () => {
    const metrics = new Metrics('local');
    metrics.count([
      call('a', true, { source: 'git' }),
      call('b', true, { at: Date.now() - 2 * 3_600_000 }),
      call('c', true, { run: undefined }),
    ]);
    expect((await metrics.own.runOutcomes.get()).values).toEqual([]);
  });

  it('stay bounded in projects', async () => {
    const metrics = new Metrics('local');
    metrics.count(Array.from({ length: 60 }, (_, i) => call(`t${i}`, true, { project: `p${i}`, run: `p${i}.1` })));
    const { values } = await metrics.own.runOutcomes.get();
    expect(new Set(values.map(({ labels }) => labels.project)).size).toBe(50);
  });

  it('go on after a restart: the old run still gives way, and the first value is no increase', async () => {
    const first = new Metrics('local');
    first.count([call('a', true)]);
    const second = new Metrics('local');
    second.restore(await first.save());
    const point = (await second.points(Date.now())).find(
      ({ name, labels }) => name === 'taskmaster_run_outcomes_total' && labels.kind === 'tool_call'
    );
    expect(point).toMatchObject({ value: 1, startAt: undefined });
    second.count([call('b', true, { run: 'p.2' })]);
    expect(await outcomes(second)).toEqual({ 'p.2 tool_call ok': 1 });
  });
});

describe('ingestion lag', () => {
  it('is what lies between happening and knowing, of what is told at once', () => {
    const late = event('tool.ended', {}, { at: 1000, seenAt: 3500 });
    expect(lagSeconds(late)).toBe(2.5);
    expect(lagSeconds({ ...late, at: 9000 })).toBe(0);
    expect(lagSeconds({ ...late, source: 'git' })).toBeUndefined();
    expect(lagSeconds({ ...late, type: 'tool.started' })).toBeUndefined();
    expect(lagSeconds({ ...late, seenAt: 1000 + 2 * 86_400_000 })).toBeUndefined();
  });
});
