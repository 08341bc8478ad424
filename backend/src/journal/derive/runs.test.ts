import { describe, expect, it } from 'vitest';
import { chooseRun, nearestRun, runId, type RunSpan } from './runs.ts';

const GAP = 100;
const run = (id: string, startedAt: number, lastAt: number, ended?: string): RunSpan => ({
  id,
  startedAt,
  lastAt,
  ...(ended ? { endedAt: lastAt, endReason: ended } : {}),
});
const none = () => [];

describe('chooseRun', () => {
  it('joins the open run within the gap and a little before it', () => {
    const open = run('a', 1000, 1200);
    expect(chooseRun(1300, GAP, open, none)).toEqual({ kind: 'join', run: open });
    expect(chooseRun(900, GAP, open, none)).toEqual({ kind: 'join', run: open });
  });

  it('closes a run that was silent for longer than the gap and opens another', () => {
    const open = run('a', 1000, 1200);
    expect(chooseRun(1301, GAP, open, none)).toEqual({ kind: 'open', close: open });
  });

  it('opens one where none is', () => {
    expect(chooseRun(5, GAP, undefined, none)).toEqual({ kind: 'open' });
  });

  it('gives what comes late to the run of its time', () => {
    const old = run('old', 100, 300, 'idle');
    expect(chooseRun(350, GAP, run('new', 1000, 1200), () => [old])).toEqual({ kind: 'join', run: old });
    expect(chooseRun(600, GAP, run('new', 1000, 1200), () => [old])).toEqual({ kind: 'past' });
  });
});

describe('nearestRun', () => {
  it('takes the nearest of several that reach the moment', () => {
    const runs = [run('a', 0, 100, 'idle'), run('b', 250, 300, 'idle')];
    expect(nearestRun(runs, 160, GAP)?.id).toBe('a');
    expect(nearestRun(runs, 190, GAP)?.id).toBe('b');
    expect(nearestRun(runs, 500, GAP)).toBeUndefined();
  });

  it('does not stretch a run that was ended on command', () => {
    expect(nearestRun([run('a', 0, 100, 'command')], 101, GAP)).toBeUndefined();
    expect(nearestRun([run('a', 0, 100, 'command')], 50, GAP)?.id).toBe('a');
  });
});

describe('runId', () => {
  const at = Date.UTC(2026, 10, 21, 7, 40, 0, 123);
  it('is the project and the second', () => {
    expect(runId('demo-1a2b3c4d', at, false, () => false)).toBe('demo-1a2b3c4d.20261121T074000Z');
    expect(runId('demo', at, true, () => false)).toBe('demo.20261121T074000Z.git');
  });
  it('counts on where that is taken', () => {
    const taken = new Set(['demo.20261121T074000Z']);
    expect(runId('demo', at, false, (id) => taken.has(id))).toBe('demo.20261121T074000Z-2');
  });
});
