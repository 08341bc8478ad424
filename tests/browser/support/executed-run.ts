import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { until } from './open.ts';

const CLI = resolve(import.meta.dirname, '../../..', process.env.CLI_UNDER_TEST ?? 'backend/dist/cli.js');

/** A task: it works until a file `go-<id>` is in the project's folder. */
const EXECUTOR = 'while [ ! -e go-$TASKMASTER_TASK_ID ]; do sleep 0.05; done';

/** The built service and a real run of `execute` beside it, in folders of their own. */
export class ExecutedRun {
  url = new URL('http://127.0.0.1');
  project = '';
  run = '';
  private readonly root = mkdtempSync(join(tmpdir(), 'browser-execute-'));
  private readonly children: ChildProcess[] = [];
  private said = '';

  private get data(): string {
    return join(this.root, 'data');
  }

  private get folder(): string {
    return join(this.root, 'queue');
  }

  get controlToken(): string {
    return readFileSync(join(this.data, 'control-token'), 'utf8').trim();
  }

  /** Starts the service and the run; two tasks are worked on, one waits. */
  static async start(): Promise<ExecutedRun> {
    const made = new ExecutedRun();
    mkdirSync(join(made.folder, '.taskmaster/tasks'), { recursive: true });
    const tasks = ['First', 'Second', 'Third', 'Fourth'].map((title, at) => ({
      id: at + 1,
      title,
      description: '',
      status: 'pending',
      priority: 'medium',
      dependencies: at === 3 ? [1] : [],
      subtasks: [],
    }));
    writeFileSync(join(made.folder, '.taskmaster/tasks/tasks.json'), JSON.stringify({ master: { tasks } }));
    made.begin(['start', '--port', '0', '--project', made.folder, '--no-import']);
    await until(
      'the service says where it is',
      () => {
        const found = /runs at (http:\/\/127\.0\.0\.1:\d+)/.exec(made.said);
        made.url = new URL(found?.[1] ?? made.url);
        return found !== null;
      },
      90_000
    );
    made.begin(['execute', '--queue', made.folder, '--executor', EXECUTOR, '--autonomous-mode', '--parallel', '2']);
    await until(
      'the run is known',
      async () => {
        const [run] = await made.get<Array<{ id: string; project: string; source: string }>>('runs').catch(() => []);
        made.run = run?.source === 'execute' ? run.id : '';
        made.project = run?.project ?? '';
        return made.run !== '';
      },
      90_000
    );
    return made;
  }

  /** Lets a task come to its end. */
  finish(task: number): void {
    writeFileSync(join(this.folder, `go-${task}`), '');
  }

  async get<T>(path: string): Promise<T> {
    return (await (await fetch(new URL(`/api/v1/${path}`, this.url))).json()) as T;
  }

  /** Events of the journal of a type. */
  async events(type: string): Promise<Array<{ taskId?: string; data: Record<string, unknown> }>> {
    const { events } = await this.get<{ events: Array<{ type: string; data: Record<string, unknown> }> }>(
      'events?limit=5000'
    );
    return events.filter((event) => event.type === type);
  }

  /** Ends the run and the service and takes their folders away. */
  async close(): Promise<void> {
    for (const child of this.children.reverse()) {
      if (child.exitCode === null && child.signalCode === null) {
        const ended = new Promise((done) => child.once('exit', done));
        child.kill('SIGTERM');
        await ended;
      }
    }
    rmSync(this.root, { recursive: true, force: true, maxRetries: 5 });
  }

  private begin(args: string[]): void {
    const child = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', CLI, ...args, '--data', this.data],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      }
    );
    child.stdout.on('data', (chunk: Buffer) => (this.said += chunk.toString('utf8')));
    this.children.push(child);
  }
}
