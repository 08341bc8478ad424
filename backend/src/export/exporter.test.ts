import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { traceIds } from '../execution/executors/environment.ts';
import { startTestService, temporaryFolder, type TestService } from '../testing/service.ts';
import { traceIdOf } from './ids.ts';
import { type Receiver, startReceiver } from './testing/receiver.ts';

const closing: Array<() => Promise<unknown>> = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) {
    await close();
  }
});

async function receiver(port?: number): Promise<Receiver> {
  const one = await startReceiver(port);
  closing.push(() => one.stop().catch(() => undefined));
  return one;
}

async function serviceTo(url: string, data = temporaryFolder(), more: object = {}): Promise<TestService> {
  const service = await startTestService({ data, export: { url, interval: '1s', timeout: '1s', ...more } });
  closing.push(() => service.close());
  return service;
}

const RUN = 'shop-1.run';
const at = Date.now() - 60_000;
const TASK = { project: 'shop-1', tag: 'master', run: RUN, taskId: '1' };
const definition = (taskId: string, dependencies: string[]) => ({
  id: `task-${taskId}`,
  type: 'task.added',
  at,
  project: 'shop-1',
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
const work = (taskId: string, from: number) => [
  {
    ...TASK,
    taskId,
    id: `a${taskId}`,
    type: 'attempt.started',
    at: at + from,
    attempt: 1,
    data: { executor: 'execute', number: 1 },
  },
  { ...TASK, taskId, id: `b${taskId}`, type: 'attempt.ended', at: at + from + 900, attempt: 1, data: { status: 'ok' } },
];
const BEGIN = [
  {
    id: 'project',
    type: 'project.added',
    at,
    project: 'shop-1',
    data: { name: 'shop', path: '/shop', currentTag: 'master' },
  },
  definition('1', []),
  definition('2', ['1']),
  { id: 'run', type: 'run.started', at, project: 'shop-1', run: RUN, data: { source: 'execute', reason: 'execute' } },
  ...work('1', 1000),
];
const END = [
  ...work('2', 2000),
  { id: 'end', type: 'run.ended', at: at + 4000, project: 'shop-1', run: RUN, data: { reason: 'finished' } },
];

async function tell(service: TestService, events: object[]): Promise<void> {
  const answer = await service.send(
    'POST',
    '/api/v1/events',
    { 'content-type': 'application/json' },
    JSON.stringify(events)
  );
  expect(answer.status, answer.text).toBe(200);
}

interface Health {
  dependencies: Array<{ name: string; state: string; text: string }>;
}
async function health(service: TestService) {
  const { dependencies } = JSON.parse((await service.send('GET', '/health/ready')).text) as Health;
  return dependencies.find(({ name }) => name === 'export');
}
const names = ({ spans }: Receiver) => spans.map(({ name }) => name).sort();
const ALL = ['attempt 1 at task 1', 'attempt 1 at task 2', 'run of shop-1', 'task 1', 'task 2'];

describe('what the service sends of itself', () => {
  it('is nothing unless that is configured', async () => {
    const service = await startTestService();
    closing.push(() => service.close());
    expect(await health(service)).toBeUndefined();
  });

  it('is a trace for each run, dependencies as links, lines in the trace, and all metrics', async () => {
    const to = await receiver();
    const service = await serviceTo(to.url, undefined, { headers: { 'x-tenant': 'team' } });
    await tell(service, [...BEGIN, ...END]);
    await vi.waitFor(() => expect(names(to)).toEqual(ALL), { timeout: 20_000 });
    const [first, second] = ['task 1', 'task 2'].map((name) => to.spans.find((span) => span.name === name)!);
    expect(second!.links).toMatchObject([{ traceId: traceIdOf(RUN), spanId: first!.spanId }]);
    expect(second!.attributes).toMatchObject({ 'taskmaster.task.title': 'Task 2' });
    const begun = { run: RUN, attempt: 1, task: definition('1', []).data.task };
    expect(to.spans.find(({ name }) => name === 'attempt 1 at task 1')).toMatchObject(traceIds(begun)); // as in TRACEPARENT
    expect(to.spans[0]).toMatchObject({ scope: 'taskmaster-observe', origin: { service: 'taskmaster-observe' } });
    expect(to.headers['x-tenant']).toBe('team');
    await vi.waitFor(() => expect(to.logs.some(({ eventName }) => eventName === 'taskmaster.run.ended')).toBe(true), {
      timeout: 20_000,
    });
    const line = to.logs.find(({ eventName }) => eventName === 'taskmaster.attempt.ended');
    expect(line).toMatchObject({ traceId: traceIdOf(RUN), severity: 'info' });
    expect(to.spans.map(({ spanId }) => spanId)).toContain(line?.spanId);
    await vi.waitFor(() => expect(to.metrics.length).toBeGreaterThan(50), { timeout: 20_000 });
    const histogram = to.metrics.find(({ name }) => name === 'taskmaster_http_request_duration_seconds');
    expect(histogram).toMatchObject({ kind: 'histogram', temporality: 'cumulative' });
    expect(histogram?.histogram?.counts.length).toBe((histogram?.histogram?.bounds.length ?? 0) + 1);
    expect(await health(service)).toMatchObject({ state: 'ok', text: expect.stringContaining(to.url) });
  });

  it('waits in the journal while nobody takes it, over a restart, and comes once', { timeout: 60_000 }, async () => {
    const data = temporaryFolder();
    const gone = await receiver();
    await gone.stop();
    const first = await serviceTo(gone.url, data);
    await tell(first, BEGIN);
    await vi.waitFor(
      async () =>
        expect(await health(first)).toMatchObject({ state: 'degraded', text: expect.stringContaining('wait') }),
      { timeout: 20_000 }
    );
    const metrics = (await first.send('GET', '/metrics')).text;
    expect(metrics).toMatch(/taskmaster_export_waiting\{signal="traces",what="spans"\} [1-9]/);
    expect((await first.send('GET', '/health/ready')).status).toBe(200); // it serves all the same
    await first.close();
    const to = await receiver(gone.port);
    const second = await serviceTo(to.url, data);
    await tell(second, END);
    await vi.waitFor(() => expect(names(to)).toEqual(ALL), { timeout: 20_000 });
    await second.close();
    const third = await serviceTo(to.url, data);
    await tell(third, [{ ...END.at(-1), id: 'other', run: 'other', type: 'run.started', at: Date.now() }]);
    await third.close();
    expect(names(to)).toEqual(ALL); // nothing again
    expect(to.logs.filter(({ eventName }) => eventName === 'taskmaster.attempt.ended')).toHaveLength(2);
    expect(JSON.parse(readFileSync(join(data, 'export-state.json'), 'utf8'))).toMatchObject({ version: 1 });
  });

  it('keeps no name of what was purged', async () => {
    const to = await receiver();
    const service = await serviceTo(to.url);
    await tell(service, BEGIN);
    const state = () => readFileSync(join(service.config.data, 'export-state.json'), 'utf8');
    await vi.waitFor(() => expect(state()).toContain(RUN), { timeout: 20_000 });
    const control = readFileSync(join(service.config.data, 'control-token'), 'utf8').trim();
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${control}` };
    const answer = await service.send('POST', '/api/v1/purge', headers, JSON.stringify({ project: 'shop-1' }));
    expect(answer.status, answer.text).toBe(200);
    expect(state()).not.toContain('shop-1');
  });

  it('that a receiver refuses for good is counted and not sent again', async () => {
    const to = await receiver();
    to.answer(400);
    const service = await serviceTo(to.url, undefined, { metrics: false, logs: false });
    await tell(service, BEGIN);
    await vi.waitFor(
      async () =>
        expect((await service.send('GET', '/metrics')).text).toMatch(
          /taskmaster_export_items\{signal="traces",what="spans",outcome="refused"\} 1/
        ),
      { timeout: 20_000 }
    );
    expect(await health(service)).toMatchObject({ state: 'degraded', text: expect.stringContaining('answers 400') });
    to.answer(200);
    await tell(service, END);
    await vi.waitFor(() => expect(names(to)).toEqual(ALL.slice(1)), { timeout: 20_000 });
    expect(await health(service)).toMatchObject({ state: 'ok' });
  });
});
