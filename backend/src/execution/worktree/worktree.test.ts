import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type TaskDefinition } from '#contract/events.ts';
import { leftBranch, taskBranch, taskFolder } from './names.ts';
import { repositoryOf, Worktrees, type WorktreesOptions } from './worktrees.ts';

let root: string;
let repository: string;
const run = (...args: string[]) => execFileSync('git', args, { cwd: repository, encoding: 'utf8' }).trim();
const task = (taskId: string): TaskDefinition => ({
  taskId,
  position: 0,
  title: `Title of ${taskId}`,
  status: 'pending',
  dependencies: [],
});
const options = (): WorktreesOptions => ({
  run: 'shop.2026',
  cwd: join(repository, 'app'),
  tasksFile: join(repository, 'app/tasks.json'),
  folder: join(root, 'trees'),
  stateFile: join(root, 'worktrees.json'),
});
const open = async () => Worktrees.open(options());
const RESULT = 'taskmaster/shop.2026/result';
const show = (file: string, branch = RESULT) => run('show', `${branch}:app/${file}`);

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'worktree-')));
  repository = join(root, 'repository');
  mkdirSync(join(repository, 'app'), { recursive: true });
  run('init', '--quiet', '--initial-branch=main');
  writeFileSync(join(repository, 'app/code.txt'), 'one\n');
  writeFileSync(join(repository, 'app/tasks.json'), '{}');
  run('add', '-A');
  run('-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '--quiet', '-m', 'first');
});
afterEach(() => rmSync(root, { recursive: true, force: true, maxRetries: 5 }));

describe('working trees', () => {
  it('keep tasks apart, bring together what succeeded, and leave the checkout alone', async () => {
    writeFileSync(join(repository, 'app/code.txt'), 'being edited\n');
    const trees = await open();
    const [one, two] = [await trees.placeOf(task('1')), await trees.placeOf(task('2'))];
    expect(one.env).toEqual({
      TASKMASTER_BRANCH: 'taskmaster/shop.2026/task-1',
      TASKMASTER_BASE_COMMIT: run('rev-parse', 'main'),
    });
    expect(readFileSync(join(one.cwd, 'code.txt'), 'utf8')).toBe('one\n');
    writeFileSync(join(one.cwd, 'first.txt'), 'by one');
    writeFileSync(join(one.cwd, 'tasks.json'), 'an agent wrote here');
    writeFileSync(join(two.cwd, 'second.txt'), 'by two');
    execFileSync('git', ['add', '-A'], { cwd: two.cwd });
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '-qm', 'by itself'], { cwd: two.cwd });
    expect(await trees.take('1', 'First', 1)).toBeUndefined();
    expect(await trees.take('2', 'Second', 1)).toBeUndefined();
    expect([show('first.txt'), show('second.txt'), show('tasks.json')]).toEqual(['by one', 'by two', '{}']);
    expect(run('log', '--format=%s', RESULT).split('\n')).toEqual(
      expect.arrayContaining(['Merge task 1: First', 'Task 1: First', 'Merge task 2: Second', 'by itself'])
    );
    // A later task begins with what those before it have done.
    const three = await trees.placeOf(task('3'));
    expect(existsSync(join(three.cwd, 'first.txt'))).toBe(true);
    await trees.close();
    expect(run('branch', '--format=%(refname:short)').split('\n')).toEqual([
      'main',
      RESULT,
      'taskmaster/shop.2026/task-3',
    ]);
    expect(run('worktree', 'list').split('\n')).toHaveLength(1);
    expect(readFileSync(join(repository, 'app/code.txt'), 'utf8')).toBe('being edited\n');
  });

  it('a conflict is a failure with a sentence; the work is kept and the next attempt begins with the others’', async () => {
    const trees = await open();
    const [one, two] = [await trees.placeOf(task('1')), await trees.placeOf(task('2'))];
    writeFileSync(join(one.cwd, 'code.txt'), 'one’s\n');
    writeFileSync(join(two.cwd, 'code.txt'), 'two’s\n');
    expect(await trees.take('1', 'First', 1)).toBeUndefined();
    const refused = await trees.take('2', 'Second', 1);
    expect(refused).toMatchObject({ class: 'transient', kind: 'conflict' });
    expect(refused?.text).toContain('conflicts with that of other tasks in app/code.txt; it is kept on branch');
    expect(show('code.txt', leftBranch('shop.2026', '2', 1))).toBe('two’s');
    // Asked again after a crash, the answer is the same; nothing was merged.
    expect(await (await open()).take('2', 'Second', 1)).toEqual(refused);
    expect(show('code.txt')).toBe('one’s');
    const again = await trees.placeOf(task('2'));
    expect(readFileSync(join(again.cwd, 'code.txt'), 'utf8')).toBe('one’s\n');
    writeFileSync(join(again.cwd, 'code.txt'), 'both\n');
    expect(await trees.take('2', 'Second', 2)).toBeUndefined();
    expect(show('code.txt')).toBe('both');
    expect(run('branch', '--list', 'taskmaster/shop.2026/left-*')).toBe('');
  });

  it('an attempt after a failure goes on where the one before it stopped; a task that is given up is rolled back and kept', async () => {
    const trees = await open();
    const first = await trees.placeOf(task('1'));
    writeFileSync(join(first.cwd, 'half.txt'), 'half');
    expect(readFileSync(join((await trees.placeOf(task('1'))).cwd, 'half.txt'), 'utf8')).toBe('half');
    await trees.rollBack('1', 'First', 2);
    expect(existsSync(first.cwd)).toBe(false);
    expect(show('half.txt', leftBranch('shop.2026', '1', 2))).toBe('half');
    expect(run('ls-tree', '-r', '--name-only', RESULT)).not.toContain('half.txt');
    expect(existsSync(join((await trees.placeOf(task('1'))).cwd, 'half.txt'))).toBe(false);
    await trees.rollBack('1', 'First', 3); // nothing was done: nothing is kept
    expect(run('branch', '--list', leftBranch('shop.2026', '1', 3))).toBe('');
  });

  it('are found again after a crash at any place, half a merge and a left lock included', async () => {
    const trees = await open();
    const one = await trees.placeOf(task('1'));
    const two = await trees.placeOf(task('2'));
    writeFileSync(join(one.cwd, 'code.txt'), 'one’s\n');
    writeFileSync(join(two.cwd, 'other.txt'), 'two’s\n');
    expect(await trees.take('1', 'First', 1)).toBeUndefined();
    // As a killed git leaves it.
    const result = join(root, 'trees/result');
    writeFileSync(join(run('-C', result, 'rev-parse', '--absolute-git-dir'), 'index.lock'), '');
    writeFileSync(join(result, 'app/code.txt'), '<<<<<<< half\n');
    const after = await open();
    expect((await after.placeOf(task('2'))).cwd).toBe(two.cwd);
    expect(await after.take('2', 'Second', 1)).toBeUndefined();
    expect(await after.take('2', 'Second', 1)).toBeUndefined(); // said again: nothing is done twice
    expect([show('code.txt'), show('other.txt')]).toEqual(['one’s', 'two’s']);
    expect(run('rev-list', '--count', '--merges', RESULT)).toBe('2');
    // Somebody deleted the folder.
    const three = await after.placeOf(task('3'));
    rmSync(three.cwd, { recursive: true });
    rmSync(join(root, 'trees'), { recursive: true });
    expect(existsSync((await (await open()).placeOf(task('3'))).cwd)).toBe(true);
  });
});

it('need a repository with a commit', async () => {
  const plain = join(root, 'plain');
  mkdirSync(plain);
  await expect(repositoryOf(plain)).rejects.toThrow(`${plain} is in no git repository`);
  execFileSync('git', ['init', '--quiet'], { cwd: plain });
  await expect(repositoryOf(plain)).rejects.toThrow('has none yet');
});

it('names are such that git and file systems take, and different for different tasks', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 300, unit: 'grapheme' }), (id) => {
      expect(taskFolder(id)).toMatch(/^task-[A-Za-z0-9_.=-]{1,120}$/);
      expect(taskBranch('r', id)).not.toMatch(/\.\.|\.lock$|\.$|\/\./);
    })
  );
  expect(taskBranch('r', '5.2')).toBe('taskmaster/r/task-5.2');
  expect(new Set(['a/b', 'a=2fb', 'a b', 'ä'].map((id) => taskFolder(id))).size).toBe(4);
  for (const id of ['a..b', 'x.lock', '.', '@{', '-f', 'é~^:?*[\\']) {
    execFileSync('git', ['check-ref-format', `refs/heads/${taskBranch('r', id)}`]);
  }
  expect(readdirSync(root).length).toBeGreaterThan(0);
});
