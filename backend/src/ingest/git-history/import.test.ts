import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type NewEvent } from '#contract/events.ts';
import { identifyProject, type ProjectIdentity } from '../project-id.ts';
import { importHistory } from './import.ts';

let root: string;
let clock: number;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'history-'));
  clock = 1_750_000_000;
  mkdirSync(join(root, '.taskmaster', 'tasks'), { recursive: true });
  git('init', '-q', '-b', 'main');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function git(...args: string[]): string {
  const date = `${clock} +0000`;
  const env = { ...process.env, GIT_COMMITTER_DATE: date, GIT_AUTHOR_DATE: date };
  return execFileSync('git', ['-c', 'user.name=Ann', '-c', 'user.email=a@example.org', ...args], {
    cwd: root,
    env,
    stdio: 'pipe',
  }).toString();
}

function commit(content: unknown, file = '.taskmaster/tasks/tasks.json'): void {
  clock += 3600;
  mkdirSync(join(root, file, '..'), { recursive: true });
  writeFileSync(join(root, file), typeof content === 'string' ? content : JSON.stringify(content));
  git('add', '-A');
  git('commit', '-q', '-m', 'step');
}

async function run(ids = new Map<string, NewEvent>(), signal?: AbortSignal, since?: number) {
  const progress = await importHistory({
    project: identifyProject(root) as ProjectIdentity,
    signal,
    since,
    append: (events) => {
      const fresh = events.filter((event) => !ids.has(event.id ?? ''));
      for (const event of fresh) {
        ids.set(event.id ?? `${ids.size}`, event);
      }
      return Promise.resolve({
        seq: 0,
        accepted: fresh.length,
        duplicates: events.length - fresh.length,
        rejected: [],
      });
    },
  });
  const changes = [...ids.values()].filter((event) => event.type === 'task.status');
  return { progress, ids, changes: changes.map((event) => `${event.taskId} ${event.data?.from}>${event.data?.to}`) };
}

describe('importHistory', () => {
  it('dates each change with its commit, and names commit and author', async () => {
    commit([{ id: 1, status: 'pending' }]);
    commit([{ id: 1, status: 'done', title: 'One' }]);
    const { ids, changes } = await run();
    expect(changes).toEqual(['1 pending>done']);
    const event = [...ids.values()].find((one) => one.type === 'task.status');
    expect(event).toMatchObject({
      at: clock * 1000,
      source: 'git',
      data: { author: 'Ann', title: 'One', commit: git('rev-parse', 'HEAD').trim() },
    });
  });

  it('writes nothing twice', async () => {
    commit([{ id: 1, status: 'pending' }]);
    commit([{ id: 1, status: 'done' }]);
    const first = await run();
    const second = await run(first.ids);
    expect(second.progress).toMatchObject({ transitions: 0, known: 1, finished: true });
    expect(second.changes).toEqual(first.changes);
  });

  it('looks behind a broken version for the last good one', async () => {
    commit([{ id: 1, status: 'pending' }]);
    commit('<<<<<<< HEAD');
    commit('');
    commit([{ id: 1, status: 'done' }]);
    expect((await run()).changes).toEqual(['1 pending>done']);
  });

  it('follows the file from its legacy place to today’s', async () => {
    commit({ tasks: [{ id: 1, status: 'pending' }] }, 'tasks/tasks.json');
    rmSync(join(root, 'tasks'), { recursive: true });
    commit({ master: { tasks: [{ id: 1, status: 'in-progress' }] } });
    expect((await run()).changes).toEqual(['1 pending>in-progress']);
  });

  it('counts what came in by a merge once', async () => {
    commit([
      { id: 1, status: 'pending' },
      { id: 2, status: 'pending' },
    ]);
    git('checkout', '-q', '-b', 'side');
    commit([
      { id: 1, status: 'done' },
      { id: 2, status: 'pending' },
    ]);
    git('checkout', '-q', 'main');
    commit('[{"id":1,"status":"pending"},\n\n\n{"id":2,"status":"pending","title":"t"}]');
    git('merge', '-q', '--no-commit', '-X', 'ours', 'side');
    commit([
      { id: 1, status: 'done' },
      { id: 2, status: 'review' },
    ]);
    expect((await run()).changes.sort()).toEqual(['1 pending>done', '2 pending>review']);
  });

  it('stops when asked and goes on later', async () => {
    commit([{ id: 1, status: 'pending' }]);
    commit([{ id: 1, status: 'done' }]);
    const stopped = await run(new Map(), AbortSignal.abort());
    expect(stopped.progress).toMatchObject({ finished: false, commitsDone: 0, commitsTotal: 2 });
    expect((await run(stopped.ids)).changes).toEqual(['1 pending>done']);
  });

  it('reads only what is younger than asked', async () => {
    commit([{ id: 1, status: 'pending' }]);
    commit([{ id: 1, status: 'review' }]);
    commit([{ id: 1, status: 'done' }]);
    expect((await run(new Map(), undefined, (clock - 1800) * 1000)).changes).toEqual(['1 review>done']);
  });

  it('has nothing to read in a repository without commits, and says so where there is no repository', async () => {
    expect((await run()).progress).toMatchObject({ commitsTotal: 0, finished: true });
    const project: ProjectIdentity = { id: 'x', name: 'x', path: root };
    await expect(importHistory({ project, append: () => Promise.reject(new Error('unused')) })).rejects.toThrow(
      /no Git repository/
    );
  });
});
