import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { identifyProject } from './project-id.ts';

let root: string;
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'identify-')));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const git = (folder: string, ...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], { cwd: folder, stdio: 'pipe' });

it('is the folder where there is no Git', () => {
  const folder = join(root, 'My App');
  mkdirSync(join(folder, '.taskmaster', 'tasks'), { recursive: true });
  const found = identifyProject(join(folder, '.taskmaster', 'tasks'));
  expect(found).toMatchObject({ name: 'My App', path: folder });
  expect(found?.id).toMatch(/^my-app-[0-9a-f]{8}$/);
});

it('is the same for every work tree of a repository', () => {
  const main = join(root, 'main');
  mkdirSync(main);
  git(main, 'init', '-q');
  git(main, 'commit', '-q', '--allow-empty', '-m', 'first');
  git(main, 'worktree', 'add', '-q', join(root, 'second'));
  const first = identifyProject(main);
  const second = identifyProject(join(root, 'second'));
  expect(second).toMatchObject({ id: first?.id, name: 'main', path: join(root, 'second') });
});

it('is a project of its own in a folder below the repository with its own task file', () => {
  const inner = join(root, 'mono', 'packages', 'inner');
  mkdirSync(join(inner, '.taskmaster'), { recursive: true });
  git(join(root, 'mono'), 'init', '-q');
  expect(identifyProject(inner)).toMatchObject({ name: 'inner', path: inner });
  expect(identifyProject(inner)?.id).not.toBe(identifyProject(join(root, 'mono'))?.id);
});

it('is nothing where there is no folder', () => {
  expect(identifyProject(join(root, 'gone'))).toBeUndefined();
});
