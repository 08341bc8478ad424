import { describe, expect, it } from 'vitest';
import { type Claim, claimedIntervals } from './claims.ts';
import { type Interval, intervalAt, merged, overlay } from './intervals.ts';
import { keyOf, onlyTask, soleSpans, type TaskKey } from './sole.ts';

const task = (taskId: string): TaskKey => ({ tag: 'master', taskId });
const setOf = (...ids: string[]) => new Map(ids.map((id) => [keyOf(task(id)), task(id)]));
const interval = (
  from: number,
  until: number,
  taskId: string,
  kind: Interval['kind'] = 'only-in-progress'
): Interval => ({
  from,
  until,
  kind,
  project: 'p',
  tag: 'master',
  taskId,
});
const claim = (at: number, taskId: string, more: Partial<Claim> = {}): Claim => ({
  at,
  kind: 'status-change',
  status: 'in-progress',
  project: 'p',
  tag: 'master',
  taskId,
  ...more,
});
const short = (intervals: readonly Interval[]) => intervals.map(({ from, until, taskId }) => [from, until, taskId]);
const never = () => undefined;

describe('onlyTask', () => {
  it('is the one leaf: a task around its subtask does not count', () => {
    expect(onlyTask(setOf('5', '5.2'))).toEqual(task('5.2'));
    expect(onlyTask(setOf('5'))).toEqual(task('5'));
    expect(onlyTask(setOf('5', '50.2'))).toBeNull();
    expect(onlyTask(setOf('5.1', '5.2'))).toBeNull();
    expect(onlyTask(setOf())).toBeNull();
  });
});

describe('soleSpans', () => {
  it('says when there is one, and which', () => {
    const marks = [
      { ...task('1'), at: 10, on: true },
      { ...task('2'), at: 20, on: true },
      { ...task('1'), at: 30, on: false },
      { ...task('2'), at: 40, on: false },
    ];
    expect(soleSpans(new Map(), null, marks)).toEqual([
      { from: 10, task: task('1') },
      { from: 20, task: null },
      { from: 30, task: task('2') },
      { from: 40, task: null },
    ]);
  });

  it('knows one state a moment', () => {
    const marks = [
      { ...task('1'), at: 10, on: false },
      { ...task('2'), at: 10, on: true },
    ];
    expect(soleSpans(setOf('1'), task('1'), marks)).toEqual([{ from: 10, task: task('2') }]);
  });
});

describe('claimedIntervals', () => {
  it('binds an agent to what it took up until it takes up another, or the task is over', () => {
    expect(short(claimedIntervals([claim(10, '1'), claim(30, '2')], 0, never))).toEqual([
      [10, 30, '1'],
      [30, Infinity, '2'],
    ]);
    expect(short(claimedIntervals([claim(10, '1')], 0, () => 25))).toEqual([[10, 25, '1']]);
  });

  it('lets finishing a task claim what was done before, where nothing else did', () => {
    expect(
      short(claimedIntervals([claim(50, '1', { status: 'done' }), claim(80, '2', { status: 'done' })], 5, never))
    ).toEqual([
      [5, 50, '1'],
      [50, 80, '2'],
    ]);
  });

  it('does not take work from the task an agent is at because it tidied up another', () => {
    expect(short(claimedIntervals([claim(10, '1'), claim(20, '2', { status: 'done' })], 0, never))).toEqual([
      [10, Infinity, '1'],
    ]);
  });

  it('is not moved by statuses that neither begin nor finish work', () => {
    const blocked = claim(20, '2', { status: 'blocked', until: 20 });
    expect(short(claimedIntervals([claim(10, '1'), blocked], 0, never))).toEqual([[10, Infinity, '1']]);
    expect(claimedIntervals([blocked], 0, never)).toEqual([]);
    expect(short(claimedIntervals([claim(30, '1', { status: 'review' })], 0, never))).toEqual([[0, 30, '1']]);
  });

  it('ends with the end the agent itself set', () => {
    expect(short(claimedIntervals([claim(10, '1'), claim(20, '1', { status: 'done' })], 0, never))).toEqual([
      [10, 20, '1'],
    ]);
  });

  it('puts what a process was started for above all', () => {
    const intervals = claimedIntervals([claim(10, '1'), claim(20, '9', { kind: 'resource', until: 40 })], 0, never);
    expect(short(intervals)).toEqual([
      [10, 20, '1'],
      [20, 40, '9'],
      [40, Infinity, '1'],
    ]);
  });
});

describe('intervals', () => {
  it('overlay keeps what the upper one leaves', () => {
    const under = [interval(0, 10, 'a'), interval(20, 40, 'b')];
    expect(short(overlay(under, [interval(5, 25, 'x'), interval(30, 31, 'y')]))).toEqual([
      [0, 5, 'a'],
      [5, 25, 'x'],
      [25, 30, 'b'],
      [30, 31, 'y'],
      [31, 40, 'b'],
    ]);
  });

  it('merged joins neighbours that say the same', () => {
    expect(
      short(merged([interval(0, 5, 'a'), interval(5, 5, 'b'), interval(5, 9, 'a'), interval(9, 12, 'b')]))
    ).toEqual([
      [0, 9, 'a'],
      [9, 12, 'b'],
    ]);
  });

  it('intervalAt finds the one that holds a moment', () => {
    const list = [interval(0, 5, 'a'), interval(7, 9, 'b')];
    expect(intervalAt(list, 5)).toBeUndefined();
    expect(intervalAt(list, 7)?.taskId).toBe('b');
    expect(intervalAt(list, -1)).toBeUndefined();
  });
});
