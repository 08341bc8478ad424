import { get } from 'node:http';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Measured, quantile } from '../result.ts';
import { TaskFileReader } from '../../../backend/src/ingest/task-master/task-file-reader.ts';
import { ask, cpuSeconds, residentMb, startService, temporaryFolder } from './running-service.ts';

/** All unlike the status of the other tasks, so that each round changes something. */
const STATUSES = ['in-progress', 'review', 'done', 'blocked'];
const MOST_WAIT_MS = 10_000;
/** Until what a question left behind is given back: idle means that nobody has asked anything for a while. */
const SETTLE_MS = 50_000;

/** From the rename of tasks.json to the message at a subscriber of the live stream, over `changes` changes. */
export async function liveRow(changes: number): Promise<Measured> {
  const project = temporaryFolder('live');
  const folder = join(project, '.taskmaster', 'tasks');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'tasks.json');
  const write = (round: number): void => {
    const tasks = Array.from({ length: 50 }, (_, index) => ({
      id: index + 1,
      title: `Task ${index + 1}`,
      status: index === round % 50 ? STATUSES[Math.floor(round / 50) % 4] : 'pending',
    }));
    writeFileSync(`${file}.tmp`, JSON.stringify({ master: { tasks } }));
    renameSync(`${file}.tmp`, file);
  };
  write(0);
  const service = await startService(temporaryFolder('live-data'), '--project', project);
  await followed(service.url);
  const live = await subscribe(service.url);
  const times: number[] = [];
  for (let round = 1; round <= changes; round++) {
    const seen = live.next();
    const started = performance.now();
    write(round);
    await seen;
    times.push(performance.now() - started);
    await sleep(40);
  }
  live.close();
  await service.stop();
  const note = `${changes} changes; median ${quantile(times, 0.5).toFixed(0)} ms`;
  return {
    name: 'status change → live subscriber, p99',
    value: quantile(times, 0.99),
    unit: 'ms',
    target: 250,
    better: 'lower',
    note,
  };
}

/** The service is ready before it has read the project for the first time: a change made meanwhile would be no change. */
async function followed(url: URL): Promise<void> {
  const until = performance.now() + MOST_WAIT_MS;
  while ((await ask(url, 'tasks', {})).values[0]?.length !== 50) {
    if (performance.now() > until) {
      throw new Error(`The project was not read within ${MOST_WAIT_MS / 1000} s`);
    }
    await sleep(50);
  }
}

/** Resolves `next()` with the first status change that arrives afterwards. */
function subscribe(url: URL): Promise<{ next(): Promise<void>; close(): void }> {
  return new Promise((resolve, reject) => {
    let waiting: (() => void) | undefined;
    const request = get(
      new URL('/api/v1/live?channels=projects', url),
      { headers: { accept: 'text/event-stream' } },
      (response) => {
        response.on('data', (chunk: Buffer) => {
          if (chunk.includes('task.status')) {
            waiting?.();
            waiting = undefined;
          }
        });
        resolve({
          next: () =>
            new Promise((done, fail) => {
              const timer = setTimeout(
                () => fail(new Error(`No status change reached the subscriber within ${MOST_WAIT_MS / 1000} s`)),
                MOST_WAIT_MS
              );
              waiting = () => {
                clearTimeout(timer);
                done();
              };
            }),
          close: () => request.destroy(),
        });
      }
    );
    request.on('error', (error) => (waiting ? reject(error) : undefined));
  });
}

/** Memory and processor share of a service that follows the sample project while nothing happens. */
export async function idleRows(seconds: number): Promise<Measured[]> {
  const sample = join(import.meta.dirname, '../../../examples/sample-project');
  const service = await startService(temporaryFolder('idle'), '--project', sample);
  await fetch(new URL('/status', service.url)).then((response) => response.text());
  await sleep(SETTLE_MS);
  const before = cpuSeconds(service.pid);
  const started = performance.now();
  await sleep(seconds * 1000);
  const share = (100 * (cpuSeconds(service.pid) - before)) / ((performance.now() - started) / 1000);
  const memory = residentMb(service.pid);
  await service.stop();
  return [
    {
      name: 'idle memory, sample followed',
      value: memory,
      unit: 'MB',
      target: 100,
      better: 'lower',
      note: `one page asked for ${SETTLE_MS / 1000} s before`,
    },
    {
      name: 'idle processor share',
      value: share,
      unit: '%',
      target: 1,
      better: 'lower',
      note: `of one core, over ${seconds} s`,
    },
  ];
}

/** A task file of 13 MB with 51 tags: first read, and a change of one status. */
export function parseRows(): Measured[] {
  const details = 'Lorem ipsum dolor sit amet, consectetur adipiscing elit. '.repeat(10);
  const subtasks = Array.from({ length: 5 }, (_, index) => ({
    id: index + 1,
    title: `Subtask ${index + 1}`,
    description: details,
    details,
    status: 'pending',
    dependencies: index > 0 ? [index] : [],
  }));
  const tasks = Array.from({ length: 28 }, (_, index) => ({
    id: index + 1,
    title: `Task ${index + 1}`,
    description: details,
    details,
    testStrategy: details,
    status: 'pending',
    priority: 'high',
    dependencies: index > 0 ? [index] : [],
    subtasks,
  }));
  const tags = Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`tag-${index}`, { tasks, metadata: {} }]));
  const text = JSON.stringify(tags, null, 2);
  const first: number[] = [];
  const change: number[] = [];
  const bytes = Buffer.from(text);
  for (let run = 0; run < 5; run++) {
    const reader = new TaskFileReader('bench');
    first.push(timed(() => reader.readTasks(bytes, 0)));
    const changed = Buffer.from(text.replace('"status": "pending"', '"status": "done"'));
    change.push(timed(() => reader.readTasks(changed, 0)));
  }
  const note = `${(text.length / 1e6).toFixed(1)} MB, 51 tags, ${51 * 28 * 6} tasks and subtasks; median of 5`;
  return [
    {
      name: 'first parse of a 13 MB tasks.json',
      value: quantile(first, 0.5),
      unit: 'ms',
      target: 1000,
      better: 'lower',
      note,
    },
    { name: 'a change in it', value: quantile(change, 0.5), unit: 'ms', target: 200, better: 'lower' },
  ];
}

function timed(work: () => unknown): number {
  const started = performance.now();
  work();
  return performance.now() - started;
}
