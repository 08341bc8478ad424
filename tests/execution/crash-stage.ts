import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { rowsOf } from '../../backend/src/util/frame-rows.ts';
import { readServiceFile } from '../../backend/src/service/data-folder.ts';
import { type Frame } from '../../contract/frames.ts';

const CLI = resolve(import.meta.dirname, '../../backend/src/cli/index.ts');

export interface Started {
  child: ChildProcess;
  ended: Promise<number | null>;
  /** The end of what it has said. */
  said: () => string;
}

/** A task as the file has it. */
export interface FileTask {
  id: number;
  status: string;
  dependencies: number[];
}

/** A project, a data folder and the commands of a user, of which any may be killed at any time. */
export class CrashStage {
  readonly folder = mkdtempSync(join(tmpdir(), 'execution-crash-'));
  readonly project = join(this.folder, 'project');
  readonly data = join(this.folder, 'data');
  readonly file = join(this.project, '.taskmaster/tasks/tasks.json');
  readonly ledger = join(this.folder, 'ledger');
  readonly #children = new Set<ChildProcess>();

  constructor() {
    mkdirSync(join(this.project, '.taskmaster/tasks'), { recursive: true });
    mkdirSync(join(this.folder, 'locks'));
    writeFileSync(this.ledger, '');
  }

  /** Layers of tasks, each depending on up to three of an earlier layer. */
  writeGraph(count: number, random: () => number): void {
    const tasks = Array.from({ length: count }, (_, n) => {
      const reach = Math.min(n, 40);
      const dependencies =
        n < 20 ? [] : Array.from({ length: 1 + Math.floor(random() * 3) }, () => n - Math.floor(random() * reach));
      return {
        id: n + 1,
        title: `Task ${n + 1}`,
        status: 'pending',
        dependencies: [...new Set(dependencies)].filter((id) => id > 0 && id <= n),
      };
    });
    writeFileSync(this.file, JSON.stringify({ master: { tasks } }, null, 2));
  }

  /** Starts a command on the data folder. */
  start(args: string[], env: NodeJS.ProcessEnv = {}): Started {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', CLI, ...args], {
      env: {
        ...process.env,
        LEDGER: this.ledger,
        LOCKS: join(this.folder, 'locks'),
        TASKMASTER_OBSERVE_PORT: '0',
        TASKMASTER_OBSERVE_LOG_LEVEL: 'warn',
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#children.add(child);
    let said = '';
    const hear = (data: Buffer) => (said = (said + data.toString()).slice(-4000));
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    const ended = new Promise<number | null>((done) =>
      child.once('exit', (code) => {
        this.#children.delete(child);
        done(code);
      })
    );
    return { child, ended, said: () => said };
  }

  /** The service, as a user starts it with the project. Resolves when it answers; one that runs already is left as it is. */
  async startService(): Promise<void> {
    const args = ['start', '--data', this.data, '--project', this.project, '--no-import'];
    for (let tries = 0; tries < 5 && this.service === undefined; tries++) {
      const { child, said } = this.start(args);
      while (this.service === undefined && child.exitCode === null && child.signalCode === null) {
        await sleep(20);
      }
      if (child.exitCode !== null && tries === 4) {
        throw new Error(`The service did not start: ${said()}`);
      }
    }
  }

  /** The running service; undefined where there is none. */
  get service(): { pid: number; url: string } | undefined {
    return readServiceFile(this.data);
  }

  killService(): boolean {
    const running = this.service;
    if (running) {
      process.kill(running.pid, 'SIGKILL');
    }
    return running !== undefined;
  }

  tasks(): FileTask[] {
    return (JSON.parse(readFileSync(this.file, 'utf8')) as { master: { tasks: FileTask[] } }).master.tasks;
  }

  /** Lines of the ledger that begin with a word: what follows it. */
  lines(word: string): string[][] {
    return readFileSync(this.ledger, 'utf8')
      .split('\n')
      .filter((line) => line.startsWith(`${word} `))
      .map((line) => line.split(' ').slice(1));
  }

  /** Asks the service. */
  async rows(queryType: string, query: object): Promise<Array<Record<string, unknown>>> {
    const timeRange = { from: Date.now() - 24 * 3_600_000, to: Date.now() + 60_000 };
    const answer = await fetch(`${this.service!.url}/api/v1/query`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ queries: [{ refId: 'A', queryType, timeRange, query }] }),
    });
    const { results } = (await answer.json()) as { results: { A: { error?: string; frames: Frame[] } } };
    if (results.A.error !== undefined) {
      throw new Error(results.A.error);
    }
    return rowsOf(results.A.frames[0]!);
  }

  async close(): Promise<void> {
    this.killService();
    this.#children.forEach((child) => child.kill('SIGKILL'));
    await sleep(50);
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}
