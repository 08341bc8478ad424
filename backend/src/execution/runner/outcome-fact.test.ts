import { expect, it } from 'vitest';
import { DEFAULT_CONFIG } from '../state/config.ts';
import { beginState } from '../state/apply.ts';
import { type RunRecord } from '../state/records.ts';
import { outcomeFact } from './outcome-fact.ts';
import { runEvent } from './run-events.ts';

const state = beginState({
  seq: 1,
  at: 0,
  type: 'run.started',
  run: 'r',
  project: 'p',
  tag: 'master',
  tasksFile: '/t',
  config: DEFAULT_CONFIG,
});
const about = { at: 60_000, startedAt: 10_000, stopped: false, random: 0.5 };
const well = { kind: 'ended', work: 0, output: '' } as const;

it('an attempt that ended while nobody looked took as long as it took, and ended then', () => {
  const fact = outcomeFact(state, '1', 1, { ...well, endedAt: 13_000 }, { costUsd: 0 }, about);
  expect(fact).toMatchObject({ type: 'attempt.succeeded', durationMs: 3_000, endedAt: 13_000 });
  const record = { ...fact, seq: 2, at: 60_000 } as RunRecord;
  expect(runEvent(record, state)).toMatchObject({ type: 'attempt.ended', at: 13_000, data: { durationMs: 3_000 } });
  const seen = outcomeFact(state, '1', 1, well, { costUsd: 0 }, about);
  expect(seen).toMatchObject({ durationMs: 50_000 });
  expect(runEvent({ ...seen, seq: 2, at: 60_000 } as RunRecord, state)).toMatchObject({ at: 60_000 });
});

it('work that ended well and cannot be taken over is a failure of its own kind', () => {
  const refused = { class: 'transient', kind: 'conflict', text: 'It conflicts.' } as const;
  const fact = outcomeFact(state, '1', 1, { ...well, refused }, { costUsd: 1 }, about);
  expect(fact).toMatchObject({ type: 'attempt.failed', failure: refused, costUsd: 1 });
  expect(fact).toHaveProperty('retryAt');
});
