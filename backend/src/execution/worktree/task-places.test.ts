import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { beginRun } from '../runner/open-run.ts';
import { DEFAULT_CONFIG } from '../state/config.ts';
import { type RunConfig } from '../state/types.ts';
import { TaskPlaces } from './task-places.ts';

let folder: string;
let project: string;
const git = (...args: string[]) => execFileSync('git', args, { cwd: project, encoding: 'utf8' }).trim();
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'places-')));
  project = join(folder, 'project');
  mkdirSync(join(project, '.taskmaster/tasks'), { recursive: true });
  const tasks = [1, 2, 3, 4].map((id) => ({
    id,
    title: `Task ${id}`,
    status: 'pending',
    dependencies: id === 3 ? [1, 2] : [],
  }));
  writeFileSync(join(project, '.taskmaster/tasks/tasks.json'), JSON.stringify({ master: { tasks } }));
  git('init', '--quiet', '--initial-branch=main');
  git('add', '-A');
  git('-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '--quiet', '-m', 'first');
});
afterEach(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

it('a run of tasks that get in each other’s way ends with the work of all of them, and nothing of those that failed', async () => {
  const config: RunConfig = {
    ...DEFAULT_CONFIG,
    // All write into one file at once; the fourth fails for good.
    command:
      'echo "$TASKMASTER_TASK_ID" >> all.txt; echo x > own-$TASKMASTER_TASK_ID; [ "$TASKMASTER_TASK_ID" = 4 ] && { echo Invalid API key; exit 1; }; sleep 0.3',
    rollback: 'pwd > "$TASKMASTER_TASKS_FILE.rolled-back"',
    autonomous: true,
    parallel: 3,
    worktree: true,
    backoff: { firstMs: 10, factor: 2, maxMs: 50, jitter: 0.1 },
  };
  const dataDir = join(folder, 'data');
  const places = new TaskPlaces(config, () => project);
  const run = beginRun(
    { tasksFile: join(project, '.taskmaster/tasks/tasks.json'), config },
    { dataDir, version: '1.0.0', more: places.hooks }
  );
  await places.open(run, dataDir);
  await run.work();
  await places.close(run.runner);

  const { state } = run.runner;
  expect(state.endReason).toBe('nothing left that can run');
  const phases = Object.fromEntries(Object.entries(state.tasks).map(([id, { phase }]) => [id, phase]));
  expect(phases).toEqual({ 1: 'done', 2: 'done', 3: 'done', 4: 'failed' });
  expect(state.errors.some(({ failure }) => failure.kind === 'conflict')).toBe(true);
  const result = places.branch!;
  expect(git('ls-tree', '--name-only', result).split('\n').sort()).toEqual([
    '.taskmaster',
    'all.txt',
    'own-1',
    'own-2',
    'own-3',
  ]);
  expect(git('show', `${result}:all.txt`).split('\n').sort()).toEqual(['1', '2', '3']);
  const branches = git('branch', '--format=%(refname:short)').split('\n');
  expect(branches).toEqual(['main', expect.stringMatching(/left-4-try-1$/), result]);
  expect(git('show', `${branches[1]}:own-4`)).toBe('x');
  expect(git('status', '--short', '--untracked-files=no')).toBe('M .taskmaster/tasks/tasks.json');
  expect(
    execFileSync('cat', [join(project, '.taskmaster/tasks/tasks.json.rolled-back')], { encoding: 'utf8' })
  ).toContain(join('worktrees', run.folder.run, 'task-4'));
}, 60_000);
