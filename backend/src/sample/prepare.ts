import { execFile } from 'node:child_process';
import { cp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type SampleTask } from './schedule.ts';

const run = promisify(execFile);
const TASKS = join('.taskmaster', 'tasks', 'tasks.json');
const HOUR = 3_600_000;

/** What was done before the play begins: four runs of the last day, each of these tasks. */
export const PAST_RUNS: ReadonlyArray<{ agoMs: number; tasks: ReadonlySet<number> }> = [
  { agoMs: 20 * HOUR, tasks: new Set([1]) },
  { agoMs: 9 * HOUR, tasks: new Set([2]) },
  { agoMs: 5.3 * HOUR, tasks: new Set([3]) },
  { agoMs: 2.6 * HOUR, tasks: new Set([16]) },
];
const DONE_BEFORE = new Set(PAST_RUNS.flatMap(({ tasks }) => [...tasks]));
const LAST_RUN_AGO_MS = Math.min(...PAST_RUNS.map(({ agoMs }) => agoMs));

interface TaskFile {
  master: { tasks: SampleTask[] };
}

export async function readSampleTasks(folder: string): Promise<TaskFile> {
  return JSON.parse(await readFile(join(folder, TASKS), 'utf8')) as TaskFile;
}

/** Writes the task file as Task Master does: a temporary file, then a rename. */
export async function writeSampleTasks(folder: string, file: TaskFile): Promise<void> {
  const path = join(folder, TASKS);
  await writeFile(`${path}.tmp`, `${JSON.stringify(file, null, 2)}\n`);
  await rename(`${path}.tmp`, path);
}

/**
 * Makes a fresh copy of the sample project in `target` (which is deleted first) with a small Git history: everything open
 * three days ago, the first tasks done since. Without Git on the machine there is no history, and nothing else is missing.
 */
export async function prepareSample(source: string, target: string, now: number): Promise<void> {
  await rm(target, { recursive: true, force: true });
  await cp(source, target, { recursive: true });
  const git = async (at: number, ...args: string[]): Promise<void> => {
    const date = new Date(at).toISOString();
    const env = {
      ...process.env,
      GIT_COMMITTER_DATE: date,
      GIT_AUTHOR_DATE: date,
      GIT_CONFIG_GLOBAL: '',
      GIT_CONFIG_NOSYSTEM: '1',
    };
    await run('git', ['-c', 'user.name=Sample', '-c', 'user.email=sample@example.org', ...args], { cwd: target, env });
  };
  const commit = async (at: number, message: string): Promise<void> => {
    await git(at, 'add', '-A');
    await git(at, 'commit', '-q', '-m', message);
  };
  const hasGit = await git(now, 'init', '-q').then(
    () => true,
    () => false
  );
  if (hasGit) {
    await commit(now - 72 * HOUR, 'Plan the first release');
  }
  const file = await readSampleTasks(target);
  for (const task of file.master.tasks.filter((one) => DONE_BEFORE.has(one.id))) {
    task.status = 'done';
    for (const subtask of task.subtasks) {
      subtask.status = 'done';
    }
  }
  await writeSampleTasks(target, file);
  if (hasGit) {
    await commit(now - LAST_RUN_AGO_MS + HOUR / 6, 'Repository, schema, stock tables, observability');
  }
}
