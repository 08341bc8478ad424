import { Observable, Subject } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { Asker, OFFLINE, REVALIDATE_MS, type Surroundings } from './asking.ts';

/** A clock that is moved by hand, and a browser that is online or not. */
class World implements Surroundings {
  time = 1_000_000;
  online = true;
  private waiting: Array<{ at: number; then: () => void }> = [];

  readonly now = () => this.time;
  readonly isOnline = () => this.online;
  readonly later = (ms: number, then: () => void) => {
    const entry = { at: this.time + ms, then };
    this.waiting.push(entry);
    return () => {
      this.waiting = this.waiting.filter((one) => one !== entry);
    };
  };

  pass(ms: number) {
    const end = this.time + ms;
    for (;;) {
      const next = this.waiting.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) {
        break;
      }
      this.waiting = this.waiting.filter((one) => one !== next);
      this.time = next.at;
      next.then();
    }
    this.time = end;
  }

  get pending() {
    return this.waiting.length;
  }
}

function setUp(before?: ConstructorParameters<typeof Asker<string>>[2]) {
  const world = new World();
  const asked: Array<Subject<string>> = [];
  let dropped = 0;
  const ask = () =>
    new Observable<string>((subscriber) => {
      const subject = new Subject<string>();
      asked.push(subject);
      const subscription = subject.subscribe(subscriber);
      return () => {
        dropped += subject.closed || subject.isStopped ? 0 : 1;
        subscription.unsubscribe();
      };
    });
  const asker = new Asker<string>(ask, world, before);
  const answer = (text: string) => {
    const last = asked.at(-1)!;
    last.next(text);
    last.complete();
  };
  const fail = (message: string, status?: number) => asked.at(-1)!.error({ message, status });
  return { world, asker, asked, answer, fail, dropped: () => dropped };
}

describe('asking', () => {
  it('loads, then is ready', () => {
    const { asker, answer, world } = setUp();
    expect(asker.snapshot()).toEqual({ state: 'loading', busy: true });
    asker.refetch();
    answer('a');
    expect(asker.snapshot()).toEqual({ state: 'ready', data: 'a', at: world.time, busy: false });
  });

  it('keeps what was answered while it asks again', () => {
    const { asker, answer } = setUp();
    asker.refetch();
    answer('a');
    asker.refetch();
    expect(asker.snapshot()).toMatchObject({ state: 'ready', data: 'a', busy: true });
  });

  it('begins with what is known from before', () => {
    const { asker } = setUp({ state: 'ready', data: 'old', at: 5, busy: false });
    expect(asker.snapshot()).toMatchObject({ state: 'ready', data: 'old', busy: true });
  });

  it('says a failure in a sentence and asks again with growing pauses', () => {
    const { asker, asked, fail, world, answer } = setUp();
    asker.refetch();
    fail('no route to host', 502);
    expect(asker.snapshot()).toMatchObject({ state: 'error', error: 'no route to host.', status: 502 });
    for (const pause of [1000, 2000, 4000, 8000, 15_000, 30_000, 30_000]) {
      const before = asked.length;
      world.pass(pause - 1);
      expect(asked).toHaveLength(before);
      world.pass(1);
      expect(asked).toHaveLength(before + 1);
      fail('still not', 502);
    }
    world.pass(30_000);
    answer('back');
    expect(asker.snapshot()).toMatchObject({ state: 'ready', data: 'back' });
  });

  it('is stale, not empty, when a later try fails, and starts its pauses anew after a success', () => {
    const { asker, answer, fail, world, asked } = setUp();
    asker.refetch();
    answer('a');
    const at = world.time;
    asker.refetch();
    fail('gone', 0);
    expect(asker.snapshot()).toMatchObject({ state: 'stale', data: 'a', at, error: 'gone.' });
    world.pass(1000);
    answer('b');
    asker.refetch();
    fail('gone', 0);
    const before = asked.length;
    world.pass(1000);
    expect(asked).toHaveLength(before + 1);
  });

  it('asks seldom what was refused', () => {
    const { asker, asked, fail, world } = setUp();
    asker.refetch();
    fail('no such project', 404);
    world.pass(29_999);
    expect(asked).toHaveLength(1);
    world.pass(1);
    expect(asked).toHaveLength(2);
  });

  it('asks at most once in its time for many live messages', () => {
    const { asker, asked, answer, world } = setUp();
    asker.refetch();
    answer('a');
    for (let i = 0; i < 50; i++) {
      asker.revalidate();
    }
    expect(asked).toHaveLength(1);
    world.pass(REVALIDATE_MS);
    expect(asked).toHaveLength(2);
  });

  it('does not miss what changed while it asked', () => {
    const { asker, asked, answer, world } = setUp();
    asker.refetch();
    asker.revalidate();
    answer('from before the change, perhaps');
    world.pass(REVALIDATE_MS);
    expect(asked).toHaveLength(2);
    answer('b');
    world.pass(60_000);
    expect(asked).toHaveLength(2);
  });

  it('asks at once for a message that comes after a pause', () => {
    const { asker, asked, answer, world } = setUp();
    asker.refetch();
    answer('a');
    world.pass(10_000);
    asker.revalidate();
    world.pass(0);
    expect(asked).toHaveLength(2);
  });

  it('drops what is under way when asked anew or stopped', () => {
    const { asker, asked, dropped, world } = setUp();
    asker.refetch();
    asker.refetch();
    expect(dropped()).toBe(1);
    asker.stop();
    expect(dropped()).toBe(2);
    asked.forEach((one) => one.next('too late'));
    world.pass(120_000);
    expect(asker.snapshot().state).toBe('loading');
    expect(world.pending).toBe(0);
  });

  it('sends nothing while the browser is offline and says so', () => {
    const { asker, asked, world, answer } = setUp();
    world.online = false;
    asker.refetch();
    expect(asked).toHaveLength(0);
    expect(asker.snapshot()).toMatchObject({ state: 'error', error: OFFLINE });
    world.pass(3_600_000);
    expect(asked).toHaveLength(0);
    world.online = true;
    asker.refetch();
    answer('a');
    expect(asker.snapshot()).toMatchObject({ state: 'ready', data: 'a' });
  });

  it('takes an end without an answer for a failure', () => {
    const { asker, asked } = setUp();
    asker.refetch();
    asked[0]!.complete();
    expect(asker.snapshot().state).toBe('error');
  });
});
