import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type NewEvent, type TaskDefinition } from '#contract/events.ts';
import { sameJson } from './diff.ts';
import { TaskFileReader } from './task-file-reader.ts';

const bytes = (value: unknown) => Buffer.from(JSON.stringify(value));

function read(reader: TaskFileReader, value: unknown): NewEvent[] {
  const outcome = reader.readTasks(bytes(value), 1000);
  if (!outcome.ok) {
    throw new Error(outcome.problem);
  }
  return outcome.events;
}

describe('changes of a task file', () => {
  it('become events of their own kind', () => {
    const reader = new TaskFileReader('p');
    expect(
      read(reader, { a: { tasks: [{ id: 1, status: 'pending' }, { id: 2 }] } }).map((event) => event.type)
    ).toEqual(['task.added', 'task.added']);
    const events = read(reader, { a: { tasks: [{ id: 1, status: 'done', title: 'New' }] }, b: { tasks: [{ id: 1 }] } });
    expect(events.map(({ type, tag, taskId }) => `${type} ${tag} ${taskId}`)).toEqual([
      'task.status a 1',
      'task.changed a 1',
      'task.removed a 2',
      'task.added b 1',
    ]);
    expect(events[0]?.data).toEqual({ from: 'pending', to: 'done', rawTo: 'done' });
    expect(events[1]?.data).toMatchObject({ changed: ['title'] });
  });

  it('are not repeated by a reader that is told what is known', () => {
    const file = {
      master: {
        tasks: [
          { id: 1, status: 'done', dependencies: [2], subtasks: [{ id: 1 }] },
          { id: 2, x: [1] },
        ],
      },
    };
    const known = read(new TaskFileReader('p'), file).map((event) => ({
      tag: event.tag as string,
      // Through JSON, as the journal keeps it.
      task: JSON.parse(JSON.stringify((event.data as { task: TaskDefinition }).task)) as TaskDefinition,
    }));
    expect(read(new TaskFileReader('p', known), file)).toEqual([]);
  });

  it('leave the last good state when the content is broken', () => {
    const reader = new TaskFileReader('p');
    read(reader, [{ id: 1, status: 'pending' }]);
    expect(reader.readTasks(Buffer.from('{"master": {'), 1).ok).toBe(false);
    expect(read(reader, [{ id: 1, status: 'done' }])).toHaveLength(1);
  });

  it('take a complexity report in', () => {
    const reader = new TaskFileReader('p');
    read(reader, [{ id: 1 }]);
    const report = { complexityAnalysis: [{ taskId: 1, complexityScore: 8 }, null, { taskId: 'x' }] };
    const outcome = reader.readReport('master', bytes(report), 5);
    expect(outcome).toMatchObject({ ok: true, events: [{ type: 'task.changed', data: { changed: ['complexity'] } }] });
  });

  it('lead from any state to any other', () => {
    const task = fc.record({
      id: fc.integer({ min: 1, max: 5 }),
      status: fc.constantFrom('pending', 'done', 'odd'),
      title: fc.string(),
    });
    const file = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.record({ tasks: fc.array(task, { maxLength: 5 }) }), {
      minKeys: 1,
    });
    fc.assert(
      fc.property(file, file, (first, second) => {
        const reader = new TaskFileReader('p');
        const state = new Map<string, TaskDefinition>();
        for (const event of [...read(reader, first), ...read(reader, second)]) {
          apply(state, event);
        }
        const direct = new Map<string, TaskDefinition>();
        for (const event of read(new TaskFileReader('p'), second)) {
          apply(direct, event);
        }
        expect(Object.fromEntries(state)).toEqual(Object.fromEntries(direct));
      })
    );
  });
});

function apply(state: Map<string, TaskDefinition>, event: NewEvent): void {
  const key = `${event.tag}/${event.taskId}`;
  const data = event.data as { task?: TaskDefinition; to?: string; rawTo?: string };
  if (event.type === 'task.removed') {
    state.delete(key);
  } else if (data.task) {
    state.set(key, data.task);
  } else {
    const before = state.get(key) as TaskDefinition;
    state.set(key, { ...before, status: data.to as string, rawStatus: data.rawTo });
  }
}

describe('sameJson', () => {
  it('agrees with the texts of JSON values', () => {
    const values = fc.jsonValue({ maxDepth: 3 });
    fc.assert(
      fc.property(values, values, (a, b) => {
        expect(sameJson(a, structuredClone(a))).toBe(true);
        const different = JSON.stringify(a) !== JSON.stringify(b);
        return different || sameJson(a, b);
      })
    );
    expect(sameJson({ a: 1 }, { b: 1 })).toBe(false);
    expect(sameJson([1], { 0: 1 })).toBe(false);
  });
});
