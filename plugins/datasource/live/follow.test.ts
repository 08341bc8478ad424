import { Subject } from 'rxjs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { follow } from './follow.ts';
import { livePath } from './live-channel.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function started() {
  const signals = new Subject<void>();
  const answers: Array<Subject<number>> = [];
  const seen: number[] = [];
  const ask = () => {
    const answer = new Subject<number>();
    answers.push(answer);
    return answer;
  };
  const subscription = follow(ask, signals, 300).subscribe((one) => seen.push(one));
  const reply = (value: number) => {
    const last = answers.at(-1)!;
    last.next(value);
    last.complete();
  };
  return { signals, answers, seen, reply, subscription };
}

describe('following a channel', () => {
  it('asks at once, then once for a burst of messages, no sooner than the pause', () => {
    const { signals, answers, seen, reply } = started();
    reply(1);
    signals.next();
    signals.next();
    signals.next();
    vi.advanceTimersByTime(299);
    expect(answers).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(answers).toHaveLength(2);
    reply(2);
    vi.advanceTimersByTime(10_000);
    expect(answers).toHaveLength(2);
    expect(seen).toEqual([1, 2]);
  });

  it('asks at once after a silence', () => {
    const { signals, answers, reply } = started();
    reply(1);
    vi.advanceTimersByTime(5000);
    signals.next();
    vi.advanceTimersByTime(0);
    expect(answers).toHaveLength(2);
  });

  it('never has two questions under way, and asks again for what came meanwhile', () => {
    const { signals, answers, seen, reply } = started();
    signals.next();
    vi.advanceTimersByTime(1000);
    expect(answers).toHaveLength(1);
    reply(1);
    vi.advanceTimersByTime(0);
    expect(answers).toHaveLength(2);
    reply(2);
    expect(seen).toEqual([1, 2]);
  });

  it('stops when nobody listens', () => {
    const { signals, answers, reply, subscription } = started();
    reply(1);
    signals.next();
    subscription.unsubscribe();
    vi.advanceTimersByTime(1000);
    expect(answers).toHaveLength(1);
    expect(signals.observed).toBe(false);
  });
});

describe('the channel of a query', () => {
  it('is that of its run, its project, or everything', () => {
    expect(livePath('u', { run: 'a b', project: 'p' })).toBe('run/a=20b');
    expect(livePath('u', { run: 'newest', project: 'p' })).toBe('project/p');
    expect(livePath('u', {})).toBe('projects');
    expect(livePath('u', { project: 'é'.repeat(80) })).toBe('projects');
  });
});
