import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from '../service/running-service.ts';

export const CLI = fileURLToPath(new URL('../../../backend/dist/cli.js', import.meta.url));
/** Where nobody listens: what is measured is the run and not the service. */
const NOBODY = 'http://127.0.0.1:9';

const children = new Set<ChildProcess>();
process.on('exit', () => children.forEach((child) => child.kill('SIGKILL')));

/** A project with tasks that do not depend on each other, and a data folder of its own. */
export interface Stage {
  folder: string;
  tasksFile: string;
  data: string;
}

export function makeStage(tasks: number, status: (id: number) => string = () => 'pending'): Stage {
  if (!existsSync(CLI)) {
    throw new Error('The command is not built: run `npm run build` first');
  }
  const folder = temporaryFolder('execution');
  const tasksFile = join(folder, 'project', '.taskmaster', 'tasks', 'tasks.json');
  mkdirSync(join(folder, 'project', '.taskmaster', 'tasks'), { recursive: true });
  const list = Array.from({ length: tasks }, (_, index) => ({
    id: index + 1,
    title: `Task ${index + 1}`,
    description: 'One of many',
    status: status(index + 1),
    priority: 'medium',
    dependencies: [],
  }));
  writeFileSync(tasksFile, JSON.stringify({ master: { tasks: list } }, null, 2));
  return { folder, tasksFile, data: join(folder, 'data') };
}

export interface Command {
  child: ChildProcess;
  /** Resolves to its exit code and what it said at the end. */
  ended: Promise<{ code: number | null; said: string }>;
}

/** Starts the built command on a stage, as a user does. */
export function command(stage: Stage, args: string[], env: NodeJS.ProcessEnv = {}): Command {
  const url = args.includes('--url') ? [] : ['--url', NOBODY];
  const child = spawn(process.execPath, [CLI, ...args, '--data', stage.data, ...url], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.add(child);
  let said = '';
  const hear = (data: Buffer) => (said = (said + data.toString()).slice(-2000));
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const ended = new Promise<{ code: number | null; said: string }>((resolve) =>
    child.once('close', (code) => {
      children.delete(child);
      resolve({ code, said });
    })
  );
  return { child, ended };
}

export function executeArguments(stage: Stage, executor: string, parallel: number): string[] {
  return [
    ...['execute', '--queue', stage.tasksFile, '--executor', executor],
    ...['--parallel', String(parallel), '--autonomous-mode'],
  ];
}

/** Waits until `what` gives something. @throws with `name` where it does not within a minute */
export async function until<T>(name: string, what: () => T | undefined): Promise<T> {
  for (const end = performance.now() + 60_000; performance.now() < end; await sleep(5)) {
    const value = what();
    if (value !== undefined) {
      return value;
    }
  }
  throw new Error(`Waited in vain: ${name}`);
}

export function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
