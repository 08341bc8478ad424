import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyRow } from '../testing/arbitrary.ts';
import { frame, timelineFrame } from '../testing/frames.ts';
import { DONE, FAILED, KINDS, MARKER, RUNNING, statusCode } from './codes.ts';
import { readFrames } from './read-frames.ts';

const T = Date.UTC(2026, 0, 1);

describe('timeline frames', () => {
  it('reads every column', () => {
    const { table, notices, shape } = readFrames([
      timelineFrame([
        { id: 'r', kind: 'run', name: 'Run', lane: 'run', start: T, end: null, status: 'in-progress' },
        {
          id: 'a',
          parentId: 'r',
          kind: 'attempt',
          lane: '5',
          name: 'Try',
          start: T + 5,
          end: T + 9,
          status: 'error',
          taskId: '5',
          attempt: 2,
          agent: 'main',
          model: 'opus',
        },
      ]),
    ]);
    expect(shape).toBe('timeline');
    expect(notices).toEqual([]);
    expect(table.count).toBe(2);
    expect(table.end[0]).toBe(Infinity);
    expect(table.status[0]).toBe(RUNNING);
    expect([table.start[1], table.end[1], table.status[1], table.attempt[1]]).toEqual([T + 5, T + 9, FAILED, 2]);
    expect([table.taskId[1], table.agent[1], table.model[1], table.parentId[1], table.lane[1]]).toEqual([
      '5',
      'main',
      'opus',
      'r',
      '5',
    ]);
    expect(KINDS[table.kind[1]!]).toBe('attempt');
  });

  it('keeps markers as points and repairs an end before its start', () => {
    const { table, notices } = readFrames([
      timelineFrame([
        { id: 'm', kind: 'marker', name: 'done', start: T, end: null, status: 'done' },
        { id: 'b', kind: 'tool', name: 'Read', start: T + 10, end: T, status: 'done' },
      ]),
    ]);
    expect(table.kind[0]).toBe(MARKER);
    expect([table.end[0], table.end[1]]).toEqual([T, T + 10]);
    expect(notices.map((notice) => notice.text)).toEqual(['One span ends before it starts; it is drawn as a point.']);
  });

  it('takes the last row of an id as its newer state, and keeps two spans that share one', () => {
    const { table, notices } = readFrames([
      timelineFrame([
        { id: 'a', kind: 'tool', name: 'old', start: T, end: null },
        { id: 'a', kind: 'tool', name: 'new', start: T, end: T + 5 },
        { id: 'a', kind: 'tool', name: 'other', start: T + 50, end: T + 60 },
      ]),
    ]);
    expect(table.count).toBe(2);
    expect([table.name[0], table.end[0]]).toEqual(['new', T + 5]);
    expect(table.id[1]).not.toBe('a');
    expect(notices.map((notice) => notice.text)).toEqual(['One row repeats the id of another; both are shown.']);
  });
});

describe('trace frames', () => {
  it('reads Jaeger and Tempo spans with their tags', () => {
    const { table, shape } = readFrames([
      frame({
        traceID: ['t', 't', 't'],
        spanID: ['1', '2', '3'],
        parentSpanID: ['', '1', 'gone'],
        operationName: ['root', 'tool', 'zero'],
        serviceName: ['claude-code', 'claude-code', 'claude-code'],
        startTime: [T, T + 1.5, T + 3],
        duration: [40, null, 0],
        serviceTags: [[{ key: 'taskmaster.task.id', value: '1' }], [{ key: 'taskmaster.task.id', value: '1' }], null],
        statusCode: [0, 0, 2],
        tags: [
          [],
          [
            { key: 'model', value: 'haiku' },
            { key: 'taskmaster.task.id', value: '12.3' },
            { key: 'error', value: true },
          ],
          '[]',
        ],
      }),
    ]);
    expect(shape).toBe('trace');
    expect([...table.status]).toEqual([DONE, FAILED, FAILED]);
    expect([table.model[1], table.taskId[1], table.taskId[0]]).toEqual(['haiku', '12.3', '1']);
    expect([...table.end]).toEqual([T + 40, Infinity, T + 3]);
  });
});

describe('tables', () => {
  it('recognises start, end, name, lane and status by name', () => {
    const { table } = readFrames([
      frame({ job: ['build'], started_at: [T], finished_at: [T + 60_000], result: ['failure'], group: ['web'] }),
    ]);
    expect([table.name[0], table.lane[0], table.start[0], table.end[0]]).toEqual(['build', 'web', T, T + 60_000]);
    expect(table.status[0]).toBe(FAILED);
  });

  it('follows the fields chosen by hand over everything else', () => {
    const source = timelineFrame([{ id: 'a', kind: 'tool', name: 'n', start: T, end: T + 1, agent: 'me' }]);
    const { table, shape } = readFrames([source], { start: 'start', end: 'end', name: 'agent' });
    expect(shape).toBe('table');
    expect(table.name[0]).toBe('me');
  });

  it('tells seconds and nanoseconds by their size and takes a duration for an end', () => {
    const seconds = { name: ['a'], from: [T / 1000], took: [5], duration: [250] };
    const source = frame(seconds);
    source.fields[1]!.type = 'number' as never;
    const { table } = readFrames([source], { start: 'from' });
    expect([table.start[0], table.end[0]]).toEqual([T, T + 250]);
  });

  it('says what it found unusable', () => {
    const read = readFrames([
      frame({ value: [1, 2] }),
      timelineFrame([{ id: 'x', kind: 'tool', name: 'x', start: null }]),
    ]);
    expect(read.table.count).toBe(0);
    expect(read.notices.map((notice) => notice.text)).toEqual([
      'One table has no start and end and was left out.',
      'One row has no start time and was left out.',
    ]);
  });
});

it('reads dependency edges and leaves containment out', () => {
  const { edges } = readFrames([
    frame({ id: ['1', '2'], source: ['a', 'b'], target: ['b', 'c'], kind: ['dependency', 'contains'] }),
  ]);
  expect(edges).toEqual([{ source: 'a', target: 'b' }]);
});

it('stops at the limit and says so', () => {
  const rows = Array.from({ length: 50 }, (_, i) => ({
    id: `${i}`,
    kind: 'tool',
    name: 'x',
    start: T + i,
    end: T + i + 1,
  }));
  const { table, notices } = readFrames([timelineFrame(rows), timelineFrame(rows)], {}, 60);
  expect(table.count).toBeLessThanOrEqual(60);
  expect(notices[0]!.text).toContain('first 60 of 100 rows');
});

it('bounds a million rows', () => {
  const n = 1_000_000;
  const start = new Array<number>(n).fill(T);
  const { table, notices } = readFrames([frame({ name: new Array<string>(n).fill('x'), start, end: start })]);
  expect(table.count).toBe(250_000);
  expect(notices[0]!.text).toContain('1,000,000 rows');
});

it('never throws and always leaves spans with a place, whatever the rows', () => {
  fc.assert(
    fc.property(fc.array(anyRow, { maxLength: 60 }), (rows) => {
      const { table } = readFrames([timelineFrame(rows)]);
      expect(new Set(table.id.slice(0, table.count)).size).toBe(table.count);
      for (let i = 0; i < table.count; i++) {
        expect(Number.isFinite(table.start[i])).toBe(true);
        expect(table.end[i]!).toBeGreaterThanOrEqual(table.start[i]!);
      }
    })
  );
});

it('survives frames of any columns', () => {
  const names = fc.constantFrom(
    'id',
    'name',
    'start',
    'end',
    'spanID',
    'startTime',
    'duration',
    'traceID',
    'tags',
    'lane',
    'kind',
    'source',
    'target',
    'x'
  );
  const cell = fc.oneof(fc.string(), fc.double(), fc.constant(null), fc.boolean(), fc.object({ maxDepth: 1 }));
  fc.assert(
    fc.property(fc.dictionary(names, fc.array(cell, { maxLength: 10 })), (columns) => {
      expect(() => readFrames([frame(columns)])).not.toThrow();
    })
  );
});

it('knows the statuses from mild to urgent', () => {
  expect(statusCode('failed')).toBeGreaterThan(statusCode('blocked'));
  expect(statusCode('blocked')).toBeGreaterThan(statusCode('done'));
});
