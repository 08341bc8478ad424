import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { readTags } from '../../ingest/task-master/read-tags.ts';
import { readTasks } from '../../ingest/task-master/read-tasks.ts';
import { setStatuses } from './set-status.ts';
import { StatusWriter, writeStatuses } from './status-writer.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tasks-'));
  file = join(folder, 'tasks.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

const NOW = new Date('2026-11-21T10:00:00Z');
const example = () => ({
  master: {
    tasks: [
      {
        id: 1,
        title: 'a',
        status: 'pending',
        odd: { kept: [1.5, null] },
        subtasks: [
          { id: '1', status: 'pending' },
          { id: 2, status: 'done' },
        ],
      },
      { id: '2', status: 'pending', updatedAt: 'old' },
    ],
    metadata: { created: 'then', updated: 'old', completedCount: 0 },
  },
  other: { tasks: [{ id: 1, status: 'pending' }] },
});

describe('setStatuses', () => {
  it('changes the tasks named and what counts them, and nothing else', () => {
    const value = example();
    const result = setStatuses(
      value,
      'master',
      new Map([
        ['1.1', 'done'],
        ['2', 'done'],
        ['1.2', 'done'],
        ['9', 'done'],
      ]),
      NOW
    );
    expect(result).toEqual({ changed: ['1.1', '2'], missing: ['9'] });
    const expected = example();
    expected.master.tasks[0]!.subtasks![0]!.status = 'done';
    Object.assign(expected.master.tasks[1]!, { status: 'done', updatedAt: NOW.toISOString() });
    Object.assign(expected.master.metadata, { updated: NOW.toISOString(), completedCount: 1 });
    expect(value).toEqual(expected);
  });

  it('means the same tasks as the reader, in every format', () => {
    const id = fc.oneof(
      fc.integer({ min: 1, max: 5 }),
      fc.constantFrom('1', '2', ' 3', '', 'x', '1.2'),
      fc.constant(undefined)
    );
    const entry = fc.record({
      id,
      status: fc.constant('pending'),
      subtasks: fc.array(fc.record({ id, status: fc.constant('pending') }), { maxLength: 3 }),
    });
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 5 }), fc.constantFrom('tagged', 'legacy', 'bare'), (list, format) => {
        const value = format === 'tagged' ? { master: { tasks: list } } : format === 'legacy' ? { tasks: list } : list;
        const read = () => {
          const tags = readTags(value);
          return tags.ok
            ? readTasks(tags.tags.get('master')!).tasks.filter(
                ({ duplicateOf, parentId }) => !duplicateOf && !parentId?.includes('#')
              )
            : [];
        };
        const ids = read().map(({ taskId }) => taskId);
        setStatuses(value, 'master', new Map(ids.map((one) => [one, 'done'])), NOW);
        expect(read().every(({ status }) => status === 'done')).toBe(true);
      })
    );
  });
});

describe('writeStatuses', () => {
  it('keeps indentation, the end of the file, and leaves no lock or temporary file', async () => {
    const text = `${JSON.stringify(example(), null, '\t')}\n`;
    writeFileSync(file, text);
    expect(await writeStatuses(file, 'other', new Map([['1', 'done']]))).toEqual(['1']);
    expect(readFileSync(file, 'utf8')).toBe(text.replace(/("other"[\s\S]*)"pending"/, '$1"done"'));
    expect(readdirSync(folder)).toEqual(['tasks.json']);
  });

  it('loses nothing of what several writers change at once', async () => {
    const tasks = Array.from({ length: 60 }, (_, n) => ({ id: n + 1, status: 'pending' }));
    writeFileSync(file, JSON.stringify({ master: { tasks } }));
    await Promise.all(
      [0, 1, 2].map(async (writer) => {
        for (let id = writer + 1; id <= 60; id += 3) {
          await writeStatuses(file, 'master', new Map([[String(id), 'done']]));
        }
      })
    );
    const after = JSON.parse(readFileSync(file, 'utf8')) as { master: { tasks: Array<{ status: string }> } };
    expect(after.master.tasks.every(({ status }) => status === 'done')).toBe(true);
  });

  it('takes over a lock nobody holds any more, a file or a folder', async () => {
    writeFileSync(file, JSON.stringify(example()));
    const old = Date.now() / 1000 - 20;
    writeFileSync(`${file}.lock`, '{"pid":1}');
    utimesSync(`${file}.lock`, old, old);
    expect(await writeStatuses(file, 'master', new Map([['2', 'done']]))).toEqual(['2']);
    mkdirSync(`${file}.lock`);
    utimesSync(`${file}.lock`, old, old);
    expect(await writeStatuses(file, 'master', new Map([['2', 'review']]))).toEqual(['2']);
  });
});

describe('StatusWriter', () => {
  it('gathers changes, the last one of a task counts', async () => {
    writeFileSync(file, JSON.stringify(example()));
    const writer = new StatusWriter({ file, tag: 'master', gatherMs: 20 });
    writer.set('2', 'in-progress');
    writer.set('2', 'done');
    writer.set('1.1', 'in-progress');
    expect(await writer.close()).toBe(true);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
      master: { tasks: [{ subtasks: [{ status: 'in-progress' }, {}] }, { status: 'done' }] },
    });
  });

  it('says when the file is broken, leaves it alone, and goes on when it is whole again', async () => {
    writeFileSync(file, '{"master": {"tasks": [');
    const said: Array<string | undefined> = [];
    const writer = new StatusWriter({ file, tag: 'master', gatherMs: 1, onTrouble: (problem) => said.push(problem) });
    writer.set('2', 'done');
    while (said.length === 0) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(said[0]).toContain('while it is broken');
    expect(readFileSync(file, 'utf8')).toBe('{"master": {"tasks": [');
    writeFileSync(file, JSON.stringify(example()));
    while (writer.pending > 0) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await writer.close();
    expect(said.at(-1)).toBeUndefined();
    expect(readFileSync(file, 'utf8')).toContain('"done"');
  });
});
