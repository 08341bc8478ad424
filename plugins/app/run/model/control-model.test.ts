import { describe, expect, it } from 'vitest';
import { phaseText, reasonLines, type RunControl, runOffers, taskOffers } from './control-model.ts';

const editor = { canControl: true, canLogIn: false };
const viewer = { canControl: false, canLogIn: false };
const running: RunControl = { running: true, phase: 'running', autonomous: true, parallel: 4, parallelNow: 4 };
const can = (offers: ReturnType<typeof runOffers>) =>
  offers.filter(({ reason }) => reason === undefined).map(({ action }) => action);

describe('what can be done to a run', () => {
  it('depends on its phase', () => {
    expect(can(runOffers(running, editor))).toEqual(['pause', 'checkpoint', 'stop', 'emergency-stop']);
    expect(can(runOffers({ ...running, phase: 'paused' }, editor))).toEqual([
      'continue',
      'checkpoint',
      'stop',
      'emergency-stop',
    ]);
    expect(can(runOffers({ ...running, phase: 'stopping' }, editor))).toEqual(['checkpoint', 'emergency-stop']);
    expect(can(runOffers({ ...running, pausedUntil: 5 }, editor))).toContain('continue');
  });

  it('is nothing for viewers, and for a run nobody works on; each with its reason, once', () => {
    const watched = runOffers(running, viewer);
    expect(can(watched)).toEqual([]);
    expect(reasonLines(watched)).toEqual(['Only editors may control a run.']);
    expect(reasonLines(runOffers({ ...running, running: false }, editor))).toEqual(['Nothing works on this run now.']);
    expect(can(runOffers(running, { canControl: false, canLogIn: true }))).toContain('pause');
    expect(reasonLines(runOffers(running, editor))).toEqual(['Continue: it is not paused.']);
  });

  it('is asked about where it changes the work', () => {
    expect(
      runOffers(running, editor)
        .filter(({ ask }) => !ask)
        .map(({ action }) => action)
    ).toEqual(['continue', 'checkpoint']);
  });
});

describe('what can be done to a task', () => {
  const task = (status: string, isParent = false) =>
    can(taskOffers({ ...running, autonomous: false }, editor, { taskId: '5', status, isParent }));
  it('depends on its status', () => {
    expect(task('pending')).toEqual(['approve', 'skip', 'override']);
    expect(task('in-progress')).toEqual(['skip', 'override']);
    expect(task('blocked')).toEqual(['approve', 'retry', 'skip', 'override']);
    expect(task('done')).toEqual(['retry', 'override']);
    expect(task('deferred')).toEqual(['approve', 'retry', 'override']);
    expect(task('pending', true)).toEqual([]);
    expect(can(taskOffers(running, editor, { taskId: '5', status: 'pending', isParent: false }))).not.toContain(
      'approve'
    );
    expect(can(taskOffers(running, viewer, { taskId: '5', status: 'pending', isParent: false }))).toEqual([]);
  });
});

it('says how the run is', () => {
  expect(phaseText(running, 0)).toBe('running, 4 at once');
  expect(phaseText({ ...running, parallelNow: 2, pausedUntil: 9 }, 5)).toBe(
    'running, 2 of 4 at once after failures, waits after failures of the executor'
  );
  expect(phaseText({ ...running, phase: 'paused', pausedBy: 'ada' }, 0)).toBe('paused by ada');
  expect(phaseText({ running: false }, 0)).toBe('not executed on the machine of this service');
  expect(phaseText({ running: false, phase: 'ended' }, 0)).toContain('interrupted');
  expect(phaseText({ running: false, phase: 'ended', endReason: 'finished' }, 0)).toBe('ended: finished');
});
