import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { prepareSample, readSampleTasks, writeSampleTasks } from '../../../backend/src/sample/prepare.ts';
import { replaySample } from '../../../backend/src/sample/replay.ts';
import { until } from './open.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const CLI = join(ROOT, 'backend/dist/cli.js');
/** The play runs this many times faster than life; faster, and a task is over before its session's usage is told. */
const PACE = 6;
/** Finished leaves at which it is called off: some tasks run, some wait, some are done. */
const ENOUGH_DONE = 14;

/** The built service on a copy of the sample project, in folders of its own. */
export class MidwaySample {
  url = new URL('http://127.0.0.1');
  project = '';
  private readonly root = mkdtempSync(join(tmpdir(), 'browser-service-'));
  private child: ChildProcess | undefined;
  private port = 0;

  get folder(): string {
    return join(this.root, 'bookshop-api');
  }

  /** Starts the service and plays the sample up to its middle, where two agents are at work. */
  static async middle(): Promise<MidwaySample> {
    const service = new MidwaySample();
    await prepareSample(join(ROOT, 'examples/sample-project'), service.folder, Date.now());
    await service.start();
    const stop = new AbortController();
    const play = replaySample({
      folder: service.folder,
      project: service.project,
      baseUrl: service.url.origin,
      pace: PACE,
      signal: stop.signal,
    });
    await until(
      'enough of the sample is played',
      async () => {
        const { status } = await service.get<{ status: { done: number; inProgress: number } }>(
          `projects/${service.project}`
        );
        return status.done >= ENOUGH_DONE && status.inProgress > 0;
      },
      60_000
    );
    stop.abort();
    await play;
    return service;
  }

  /** Starts, or starts again on the same port and data after `end`. */
  async start(): Promise<void> {
    const args = ['--port', String(this.port), '--data', join(this.root, 'data'), '--project', this.folder];
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', CLI, 'start', ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.child = child;
    let told = '';
    child.stdout.on('data', (chunk: Buffer) => (told += chunk.toString('utf8')));
    await until(
      'the service says where it is',
      () => {
        const found = /runs at (http:\/\/127\.0\.0\.1:(\d+))/.exec(told);
        if (child.exitCode !== null) {
          throw new Error(`The service ended with code ${child.exitCode}: ${told}`);
        }
        this.url = new URL(found?.[1] ?? this.url);
        this.port = Number(found?.[2] ?? this.port);
        return found !== null;
      },
      30_000
    );
    await until('the project is followed', async () => {
      const [first] = await this.get<Array<{ id: string; tasks: number }>>('projects').catch(() => []);
      this.project = first?.id ?? '';
      return (first?.tasks ?? 0) > 0;
    });
  }

  /** Stops the service; what it knows stays. */
  async end(): Promise<void> {
    const { child } = this;
    if (child && child.exitCode === null && child.signalCode === null) {
      const ended = new Promise((done) => child.once('exit', done));
      child.kill('SIGTERM');
      await ended;
    }
  }

  /** Stops the service and takes its folders away. */
  async close(): Promise<void> {
    await this.end();
    rmSync(this.root, { recursive: true, force: true });
  }

  async get<T>(path: string): Promise<T> {
    const answer = await fetch(new URL(`/api/v1/${path}`, this.url));
    return (await answer.json()) as T;
  }

  /** Writes a task's status into the real task file, as Task Master does. */
  async setStatus(taskId: number, status: string): Promise<void> {
    const file = await readSampleTasks(this.folder);
    file.master.tasks.find(({ id }) => id === taskId)!.status = status;
    await writeSampleTasks(this.folder, file);
  }

  /** Deletes the project from the service, as `taskmaster-observe purge` does. */
  async purge(): Promise<void> {
    const args = ['purge', '--project', this.project, '--yes', '--data', join(this.root, 'data')];
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', CLI, ...args], { stdio: 'pipe' });
    const code = await new Promise<number | null>((done) => child.once('exit', done));
    if (code !== 0) {
      throw new Error(`purge ended with ${code}`);
    }
  }
}
