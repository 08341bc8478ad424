import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type NewEvent } from '#contract/events.ts';
import { type Followed, followProject } from './follow.ts';
import { type KnownTask } from './task-file-reader.ts';
import { THREAD_FROM_BYTES } from './reader-host.ts';

const folders: string[] = [];
let followed: Followed | undefined;

afterEach(async () => {
  await followed?.stop();
  followed = undefined;
  for (const folder of folders.splice(0)) {
    rmSync(folder, { recursive: true, force: true });
  }
});

function project(): { root: string; file: string; write: (value: unknown) => void } {
  const root = mkdtempSync(join(tmpdir(), 'follow-'));
  folders.push(root);
  const folder = join(root, '.taskmaster', 'tasks');
  const file = join(folder, 'tasks.json');
  const write = (value: unknown): void => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(`${file}.tmp`, typeof value === 'string' ? value : JSON.stringify(value));
    renameSync(`${file}.tmp`, file);
  };
  return { root, file, write };
}

async function follow(path: string, known: KnownTask[] = []): Promise<NewEvent[]> {
  const events: NewEvent[] = [];
  followed = await followProject({
    path,
    known: () => Promise.resolve(known),
    append: (batch) => {
      events.push(...batch);
      return Promise.resolve({ seq: events.length, accepted: batch.length, duplicates: 0, rejected: [] });
    },
  });
  return events;
}

const statuses = (events: NewEvent[]) =>
  events.filter((event) => event.type === 'task.status').map((event) => event.data?.to);

describe('followProject', () => {
  it('sees atomic renames, one event for each change', async () => {
    const { root, write } = project();
    write([{ id: 1, status: 'pending' }]);
    const events = await follow(root);
    for (const status of ['in-progress', 'review', 'done']) {
      write([{ id: 1, status }]);
      await vi.waitFor(() => expect(statuses(events).at(-1)).toBe(status), 8000);
    }
    expect(statuses(events)).toEqual(['in-progress', 'review', 'done']);
  });

  it('says that a file is broken, keeps what it knew, and says when it is well', async () => {
    const { root, file, write } = project();
    write([{ id: 1, status: 'pending' }]);
    const events = await follow(root);
    writeFileSync(file, '[{"id": 1, "sta');
    await vi.waitFor(() => expect(events.at(-1)).toMatchObject({ type: 'input.broken', data: { line: 1 } }), 5000);
    expect(events.some((event) => event.type === 'task.removed')).toBe(false);
    write([{ id: 1, status: 'done' }]);
    await vi.waitFor(() => expect(events.at(-1)?.type).toBe('input.recovered'), 5000);
    expect(statuses(events)).toEqual(['done']);
  });

  it('waits for a file that is not there yet', async () => {
    const { root, write } = project();
    const events = await follow(root);
    expect(events.at(-1)).toMatchObject({ type: 'input.broken' });
    write({ master: { tasks: [{ id: 1 }] } });
    await vi.waitFor(() => expect(events.map((event) => event.type)).toContain('input.recovered'), 5000);
    expect(events.map((event) => event.type)).toContain('task.added');
  });

  it('follows the current tag and complexity reports', async () => {
    const { root, write } = project();
    write({ master: { tasks: [{ id: 1 }] } });
    const events = await follow(root);
    writeFileSync(join(root, '.taskmaster', 'state.json'), '{"currentTag":"next"}');
    await vi.waitFor(() => expect(events.at(-1)?.data).toMatchObject({ currentTag: 'next' }), 5000);
    mkdirSync(join(root, '.taskmaster', 'reports'));
    const report = { complexityAnalysis: [{ taskId: 1, complexityScore: 9 }] };
    writeFileSync(join(root, '.taskmaster', 'reports', 'task-complexity-report.json'), JSON.stringify(report));
    await vi.waitFor(
      () => expect(events.at(-1)).toMatchObject({ type: 'task.changed', data: { task: { complexity: 9 } } }),
      5000
    );
  });

  it('reads a large file in a thread', async () => {
    const { root, write } = project();
    const details = 'x'.repeat(THREAD_FROM_BYTES / 50);
    const tasks = Array.from({ length: 100 }, (_, index) => ({ id: index + 1, status: 'pending', details }));
    write(tasks);
    const events = await follow(root);
    expect(events.filter((event) => event.type === 'task.added')).toHaveLength(100);
    write(tasks.map((task) => ({ ...task, status: task.id === 42 ? 'done' : 'pending' })));
    await vi.waitFor(() => expect(events.at(-1)).toMatchObject({ type: 'task.status', taskId: '42' }), 5000);
  });

  it('stores what failed to be stored once that works again', async () => {
    const { root, write } = project();
    write([{ id: 1, status: 'pending' }]);
    const events: NewEvent[] = [];
    let full = false;
    followed = await followProject({
      path: root,
      known: () =>
        Promise.resolve(
          events.flatMap((event) =>
            event.data?.task ? [{ tag: 'master', task: event.data.task as KnownTask['task'] }] : []
          )
        ),
      append: (batch) => {
        if (full) {
          return Promise.reject(new Error('disk full'));
        }
        events.push(...batch);
        return Promise.resolve({ seq: 0, accepted: batch.length, duplicates: 0, rejected: [] });
      },
      onError: () => {
        full = false;
      },
    });
    full = true;
    write([{ id: 1, status: 'done' }]);
    await vi.waitFor(() => expect(statuses(events)).toEqual(['done']), 8000);
  });

  const history = new URL('../../../../../shared/data/history/netresearch__jira-to-openproject/', import.meta.url);
  const versions = (() => {
    try {
      return readdirSync(history).sort();
    } catch {
      return [];
    }
  })();
  it.skipIf(versions.length === 0)(
    'replays the history of a real project (skipped without ../shared/data)',
    async () => {
      const { root, write } = project();
      const contents = versions.map((name) => readFileSync(new URL(name, history), 'utf8'));
      write(contents[0]);
      const events = await follow(root);
      for (const content of contents) {
        write(content);
        await followed?.refresh();
      }
      expect(statuses(events).filter((status) => status === 'done').length).toBeGreaterThan(50);
      expect(events.some((event) => event.type === 'input.broken')).toBe(false);
    }
  );
});
