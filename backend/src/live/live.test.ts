import { afterEach, describe, expect, it, vi } from 'vitest';
import fc from 'fast-check';
import { WebSocket } from 'ws';
import { type JournalEvent } from '#contract/events.ts';
import { startTestService, type TestService } from '../testing/service.ts';
import { parseChannels } from './channels.ts';
import { LiveClient, type LiveSource } from './client.ts';
import { compare } from './frame-feed.ts';
import { RecentEvents } from './recent.ts';
import { type LiveSink } from './sink.ts';

interface Message {
  id: number;
  type: string;
  channel?: string;
  data?: Record<string, unknown>;
}

let service: TestService | undefined;
afterEach(async () => {
  await service?.close();
  service = undefined;
});

function listen(url: string, query = ''): { socket: WebSocket; seen: Message[]; ready: Promise<void> } {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/api/v1/live${query}`);
  const seen: Message[] = [];
  const ready = new Promise<void>((resolve, reject) => {
    socket.on('message', (data: Buffer) => {
      const message = JSON.parse(data.toString()) as Message;
      seen.push(message);
      if (message.type === 'heartbeat') {
        resolve();
      }
    });
    socket.on('error', reject);
  });
  return { socket, seen, ready };
}

const note = (index: number, project = 'p'): Record<string, unknown> => ({
  id: `n${index}`,
  type: 'note.made',
  project,
  data: { index },
});
const write = (to: TestService, events: unknown[]) =>
  to.send('POST', '/api/v1/events', { 'content-type': 'application/json' }, JSON.stringify(events));
const indexes = (messages: Message[]): unknown[] =>
  messages.filter(({ type }) => type === 'note.made').map(({ data }) => (data?.data as { index: number }).index);

describe('the live stream', () => {
  it('loses nothing and repeats nothing over reconnects', async () => {
    service = await startTestService();
    const got: Message[] = [];
    let since: number | undefined;
    let written = 0;
    const writing = (async () => {
      while (written < 300) {
        const batch = Array.from({ length: 1 + (written % 7) }, (_, index) => note(written + index));
        await write(service as TestService, batch);
        written += batch.length;
      }
    })();
    let done = false;
    void writing.then(() => (done = true));
    while (!done || indexes(got).length < written) {
      const { socket, seen, ready } = listen(service.url, `?channels=project/p&since=${since ?? 0}`);
      await ready;
      await new Promise((resolve) => setTimeout(resolve, 20));
      socket.terminate();
      await new Promise((resolve) => socket.once('close', resolve));
      got.push(...seen);
      since = got.at(-1)?.id ?? since;
    }
    expect(indexes(got)).toEqual(Array.from({ length: written }, (_, index) => index));
    const ids = got.map(({ id }) => id);
    expect(ids).toEqual([...ids].sort((a, b) => a - b));
    expect(got.find(({ type }) => type === 'note.made')).toMatchObject({
      channel: 'project/p',
      data: { type: 'note.made', project: 'p' },
    });
  });

  it('speaks server-sent events on the same path and resumes by Last-Event-ID', async () => {
    service = await startTestService();
    await write(service, [note(1), note(2), note(3)]);
    const read = async (headers: Record<string, string>): Promise<string> => {
      const abort = new AbortController();
      const response = await fetch(`${service?.url}/api/v1/live?channels=project/p&since=0`, {
        headers,
        signal: abort.signal,
      });
      expect(response.headers.get('content-type')).toContain('text/event-stream');
      let text = '';
      for await (const chunk of response.body ?? []) {
        text += Buffer.from(chunk).toString();
        if (text.includes('heartbeat')) {
          break;
        }
      }
      abort.abort();
      return text;
    };
    const all = await read({});
    const ids = [...all.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id));
    expect([...all.matchAll(/"index":(\d)/g)].map(([, index]) => index)).toEqual(['1', '2', '3']);
    const rest = await read({ 'last-event-id': String(ids[ids.length - 3]) });
    expect([...rest.matchAll(/"index":(\d)/g)].map(([, index]) => index)).toEqual(['3']);
  });

  it('says so when the journal is shorter than what a client has seen', async () => {
    service = await startTestService();
    const { socket, seen, ready } = listen(service.url, '?since=1000000');
    await ready;
    expect(seen[0]).toMatchObject({ type: 'reset' });
    expect(seen[0]?.id).toBeLessThan(1_000_000);
    socket.terminate();
  });

  it('refuses channels that do not exist before anything is upgraded', async () => {
    service = await startTestService();
    await expect(listen(service.url, '?channels=everything').ready).rejects.toThrow('400');
    const answer = await service.send('GET', '/api/v1/live?channels=everything');
    expect(answer.status).toBe(400);
    expect(answer.text).toContain('everything');
  });

  it('sends frames of the rows that changed, keyed by id', async () => {
    service = await startTestService();
    const task = (taskId: string, dependencies: string[] = []) => ({
      id: `t${taskId}`,
      type: 'task.added',
      project: 'p',
      tag: 'master',
      taskId,
      data: {
        task: {
          taskId,
          position: Number(taskId),
          title: `Task ${taskId}`,
          status: 'pending',
          dependencies: dependencies.map((raw) => ({ raw, taskId: raw, resolved: true })),
        },
      },
    });
    const added = {
      id: 'p',
      type: 'project.added',
      project: 'p',
      data: { name: 'p', path: '/nowhere', currentTag: 'master' },
    };
    expect((await write(service, [added, task('1'), task('2', ['1']), task('3')])).status).toBe(200);
    const { socket, seen, ready } = listen(service.url, '?channels=project/p&format=frames');
    await ready;
    const change = (id: string, to: string) => ({
      id,
      type: 'task.status',
      project: 'p',
      tag: 'master',
      taskId: '1',
      data: { to },
    });
    const frames = (): Message[] => seen.filter(({ type }) => type === 'frame');
    const column = (frame: Message | undefined, name: string): unknown[] | undefined => {
      const { schema, data } = (frame?.data ?? { schema: { fields: [] }, data: { values: [] } }) as unknown as {
        schema: { fields: Array<{ name: string }> };
        data: { values: unknown[][] };
      };
      return data.values[schema.fields.findIndex((field) => field.name === name)];
    };
    await write(service, [change('c1', 'in-progress')]);
    // On a busy machine what was written before the subscription may come first.
    const frameWith = (status: string) =>
      vi.waitFor(
        () => {
          const found = frames().find((frame) => column(frame, 'status')?.includes(status));
          expect(found).toBeDefined();
          return found;
        },
        { timeout: 10_000 }
      );
    const first = await frameWith('in-progress');
    // … and another frame of the same rows after it, which would take the next change along.
    for (let told = 0; told < frames().length;) {
      told = frames().length;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    await write(service, [change('c2', 'done')]);
    const second = await frameWith('done');
    expect(column(second, 'taskId')).toEqual(['1', '2']); // the second became ready; the third did not change
    expect(column(second, 'ready')).toEqual([false, true]);
    expect(second?.id).toBeGreaterThan(first?.id ?? Infinity);
    socket.terminate();
  });
});

/** A journal in memory and a client that takes as much as it is told to. */
class SlowWorld implements LiveSource {
  readonly events: JournalEvent[] = [];
  readonly got: Array<{ id: number; type: string }> = [];
  readonly #recent: RecentEvents;
  room = Infinity;
  closed = false;
  drain: () => void = () => undefined;

  constructor(recentLimit: number) {
    this.#recent = new RecentEvents(recentLimit);
    this.#recent.begin(0);
  }

  readonly sink: LiveSink = {
    transport: 'sse',
    send: (id, type) => {
      this.got.push({ id, type });
      this.room -= 1;
      return this.room > 0;
    },
    onDrain: (listener) => (this.drain = listener),
    onClose: () => undefined,
    close: () => (this.closed = true),
  };

  get last(): number {
    return this.events.at(-1)?.seq ?? 0;
  }
  recent = (seq: number) => this.#recent.after(seq);
  journal = async (seq: number, limit: number) => this.events.filter((event) => event.seq > seq).slice(0, limit);

  commit(client: LiveClient, count: number): void {
    const fresh = Array.from({ length: count }, (_, index): JournalEvent => {
      const seq = this.last + 1 + index;
      return { seq, id: String(seq), at: seq, seenAt: seq, type: 'x', source: 'api', project: 'p', data: {} };
    });
    this.events.push(...fresh);
    this.#recent.add(fresh);
    client.committed(fresh);
  }
  ids = () => this.got.filter(({ type }) => type === 'x').map(({ id }) => id);
}

const channels = parseChannels('projects') as Exclude<ReturnType<typeof parseChannels>, string>;
const never = (error: unknown): never => {
  throw error;
};
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('a slow client', () => {
  it('is handed a bounded number of messages, and the rest from the journal when it reads on', async () => {
    const world = new SlowWorld(10);
    const client = new LiveClient(world.sink, world, { channels, onError: never });
    client.start();
    await settle();
    world.room = 5;
    world.commit(client, 2000);
    await settle();
    expect(world.ids().length).toBeLessThanOrEqual(5);
    world.room = Infinity;
    world.drain();
    await vi.waitFor(() => expect(world.ids()).toEqual(world.events.map(({ seq }) => seq)));
    client.close();
  });

  it('that takes nothing is told to begin anew and cut off', async () => {
    const world = new SlowWorld(10);
    const client = new LiveClient(world.sink, world, { channels, stallMs: 5, onError: never });
    client.start();
    await settle();
    world.room = 1;
    world.commit(client, 3);
    await vi.waitFor(() => expect(world.closed).toBe(true));
    expect(world.got.at(-1)?.type).toBe('reset');
  });

  it('that missed more than is replayed is told so, and goes on from now', async () => {
    const world = new SlowWorld(10);
    const idle = new LiveClient({ ...world.sink, send: () => true, onDrain: () => undefined }, world, {
      channels,
      onError: never,
    });
    world.commit(idle, 3000);
    const client = new LiveClient(world.sink, world, { channels, since: 1, maxReplay: 1000, onError: never });
    client.start();
    await vi.waitFor(() => expect(world.got.at(-1)?.type).toBe('heartbeat'));
    expect(world.got.some(({ type }) => type === 'reset')).toBe(true);
    world.commit(client, 1);
    expect(world.ids().at(-1)).toBe(3001);
    client.close();
  });

  it('gets every event once and in order, whatever the order of commits, reads and pauses', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.oneof(
            fc.record({ commit: fc.integer({ min: 1, max: 40 }) }),
            fc.record({ room: fc.integer({ min: 0, max: 30 }) }),
            fc.constant('wait' as const)
          ),
          { maxLength: 25 }
        ),
        fc.integer({ min: 1, max: 30 }),
        async (steps, recentLimit) => {
          const world = new SlowWorld(recentLimit);
          const client = new LiveClient(world.sink, world, { channels, stallMs: 60_000, onError: never });
          client.start();
          for (const step of steps) {
            if (step === 'wait') {
              await settle();
            } else if ('commit' in step) {
              world.commit(client, step.commit);
            } else {
              world.room = step.room;
              if (step.room > 0) {
                world.drain();
              }
            }
          }
          world.room = Infinity;
          world.drain();
          for (let turn = 0; turn < 50 && world.ids().length < world.events.length; turn += 1) {
            await settle();
          }
          client.close();
          expect(world.ids()).toEqual(world.events.map(({ seq }) => seq));
        }
      ),
      { numRuns: 200 }
    );
  });
});

describe('rows that changed', () => {
  const frame = (rows: Array<[string, number]>) => ({
    schema: {
      fields: [
        { name: 'id', type: 'string' as const, typeInfo: { frame: 'string' as const } },
        { name: 'n', type: 'number' as const, typeInfo: { frame: 'float64' as const } },
      ],
    },
    data: { values: [rows.map(([id]) => id), rows.map(([, n]) => n)] },
  });
  it('are new ones and different ones; those that are gone are named', () => {
    const first = compare(
      frame([
        ['a', 1],
        ['b', 2],
      ]),
      undefined
    );
    expect(first.differing.data.values[0]).toEqual(['a', 'b']);
    const second = compare(
      frame([
        ['a', 1],
        ['c', 3],
      ]),
      first.rows
    );
    expect(second.differing.data.values).toEqual([['c'], [3]]);
    expect(second.removed).toEqual(['b']);
  });
});
