import { describe, expect, it } from 'vitest';
import { byAgent, byModel, byTask, evidenceText, overTime, type RunUsage } from './cost-model.ts';

const usage = (costUsd: number, tokens = 0) => ({
  inputTokens: tokens,
  outputTokens: 0,
  cacheReadTokens: 0,
  cacheCreationTokens: 0,
  costUsd,
});
const run = {
  usageByTask: [
    { ...usage(1), tag: 'master', taskId: '3.2', title: 'Endpoints', evidence: 'status-change,only-in-progress' },
    { ...usage(3), tag: null, taskId: null, title: null, evidence: null },
  ],
  usageByAgent: [{ ...usage(4), agent: 'claude-code', sessions: 1 }],
  usageByModel: [
    { ...usage(3), model: 'big', requests: 2 },
    { ...usage(1), model: null, requests: 1 },
  ],
  usageOverTime: {
    stepMs: 60,
    buckets: [
      { at: 120, model: 'big', costUsd: 2, tokens: 20 },
      { at: 120, model: null, costUsd: 1, tokens: 10 },
      { at: 240, model: 'big', costUsd: 1, tokens: 5 },
    ],
  },
} as unknown as RunUsage;

describe('cost', () => {
  it('is shared out by task, agent and model, the dearest first', () => {
    expect(byTask(run).map(({ label, share }) => [label, share])).toEqual([
      ['Not attributed to a task', 0.75],
      ['3.2 Endpoints', 0.25],
    ]);
    expect(byTask(run)[1]).toMatchObject({ taskId: '3.2', tag: 'master' });
    expect(byAgent(run)[0]).toMatchObject({ label: 'claude-code', note: '1 session', share: 1 });
    expect(byModel(run).map(({ label, note }) => [label, note])).toEqual([
      ['big', '2 requests'],
      ['Unknown model', '1 request'],
    ]);
  });

  it('is shared by tokens where nothing has a price', () => {
    const free = {
      ...run,
      usageByAgent: [
        { ...usage(0, 10), agent: 'a', sessions: 2 },
        { ...usage(0, 30), agent: 'b', sessions: 1 },
      ],
    };
    expect(byAgent(free).map(({ label, share }) => [label, share])).toEqual([
      ['b', 0.75],
      ['a', 0.25],
    ]);
  });

  it('over time has no gaps, stacks by model and sums up', () => {
    const { columns, models, most, priced } = overTime(run);
    expect(models).toEqual(['big', 'Unknown model']);
    expect(columns.map(({ at, parts, sumUsd }) => [at, parts, sumUsd])).toEqual([
      [120, [2, 1], 3],
      [180, [0, 0], 3],
      [240, [1, 0], 4],
    ]);
    expect([most, priced]).toEqual([3, true]);
    expect(overTime({ ...run, usageOverTime: { stepMs: 60, buckets: [] } }).columns).toEqual([]);
  });

  it('names its evidence in words', () => {
    expect(evidenceText('status-change,only-in-progress')).toBe(
      'the agent changed its status; the only task in progress'
    );
    expect(evidenceText('none')).toBe('');
    expect(evidenceText(null)).toBe('');
  });
});
