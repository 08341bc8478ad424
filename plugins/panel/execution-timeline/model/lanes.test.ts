import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyRow, goodRows } from '../testing/arbitrary.ts';
import { timelineFrame, type Row } from '../testing/frames.ts';
import { buildTimeline } from './timeline.ts';
import { listRows, shownLine } from './rows.ts';
import { readFrames } from './read-frames.ts';
import type { LaneOptions } from './lanes.ts';

function build(rows: Row[], options: LaneOptions = { rowsBy: 'lane' }) {
  return buildTimeline(readFrames([timelineFrame(rows)]), options);
}

/** Labels of all rows, indented by depth. */
function tree(rows: Row[], options?: LaneOptions): string[] {
  const { lanes } = build(rows, options);
  const listed = listRows(lanes, () => false, 'none');
  return Array.from(listed.lane, (lane) => `${'-'.repeat(lanes.lanes[lane]!.depth)}${lanes.lanes[lane]!.label}`);
}

const RUN: Row[] = [
  { id: 'r', kind: 'run', lane: 'run', name: 'Run 1', start: 1, end: null },
  { id: 't', parentId: 'r', kind: 'task', lane: '5', name: 'Tests', taskId: '5', start: 1, end: 90 },
  { id: 'a1', parentId: 't', kind: 'attempt', lane: 'tries', name: 'Attempt 1', start: 1, end: 40, attempt: 1 },
  { id: 'a2', parentId: 't', kind: 'attempt', lane: 'tries', name: 'Attempt 2', start: 41, end: 90, attempt: 2 },
  { id: 'g', parentId: 'a1', kind: 'agent', lane: 'main', name: 'main', agent: 'main', start: 2, end: 39 },
  { id: 'k1', parentId: 'g', kind: 'tool', lane: 'Bash', name: 'Bash', start: 3, end: 9 },
  { id: 'k2', parentId: 'g', kind: 'tool', lane: 'Bash', name: 'Bash', start: 10, end: 12 },
];

describe('lanes', () => {
  it('nest task, attempt, agent and tool call; attempts and calls of a tool share a row', () => {
    expect(tree(RUN)).toEqual(['Run 1', '-5  Tests', '--tries', '---main', '----Bash']);
  });

  it('are one for each span where that is asked for', () => {
    expect(tree(RUN, { rowsBy: 'span' })).toHaveLength(7);
  });

  it('put a marker on the row of what it belongs to, and on one of its own below a run', () => {
    const rows: Row[] = [
      ...RUN,
      { id: 'm1', parentId: 't', kind: 'marker', lane: '5', name: 'review', start: 80 },
      { id: 'm2', parentId: 'r', kind: 'marker', lane: '9', name: 'pending → done', start: 80 },
    ];
    const { lanes } = build(rows);
    expect(lanes.lanes[lanes.laneOf[7]!]!.label).toBe('5  Tests');
    expect(lanes.lanes[lanes.laneOf[8]!]!.label).toBe('9');
    expect(lanes.lanes[0]!.label).toBe('Run 1');
  });

  it('gather under groups; what has no value of its own follows its parent', () => {
    const rows = RUN.map((row) => ({ ...row }));
    const table = readFrames([timelineFrame(rows)]).table;
    const labels = tree(rows, { rowsBy: 'lane', groupOf: (span) => table.agent[span]! });
    expect(labels.slice(0, 2)).toEqual(['None', '-Run 1']);
    expect(labels.slice(-3)).toEqual(['main', '-main', '--Bash']);
  });

  it('know the worst of themselves and everything below', () => {
    const { lanes } = build([
      ...RUN,
      { id: 'k3', parentId: 'g', kind: 'tool', lane: 'Bash', name: 'Bash', start: 20, end: 21, status: 'failed' },
    ]);
    const failed = lanes.lanes[lanes.laneOf[7]!]!.worst;
    expect(lanes.lanes[0]!.worst).toBe(failed);
  });
});

describe('rows', () => {
  it('leave out what a collapsed lane hides and point to it instead', () => {
    const { lanes } = build(RUN);
    const rows = listRows(lanes, (lane) => lane.depth === 1, 'start');
    expect(rows.count).toBe(2);
    expect(shownLine(rows, lanes, lanes.laneOf[6]!)).toBe(1);
  });

  it('sort by name as people count', () => {
    const { lanes } = build(
      ['10', '9', '1'].map((lane, i) => ({
        id: lane,
        kind: 'task',
        lane,
        name: `Task ${lane}`,
        start: i + 1,
        end: i + 2,
      }))
    );
    const names = (by: 'name' | 'start' | 'duration') =>
      Array.from(listRows(lanes, () => false, by).lane, (lane) => lanes.lanes[lane]!.label);
    expect(names('name')).toEqual(['Task 1', 'Task 9', 'Task 10']);
    expect(names('start')).toEqual(['Task 10', 'Task 9', 'Task 1']);
  });
});

it('no two bars of a line overlap, and every span lies on exactly one', () => {
  fc.assert(
    fc.property(goodRows, fc.constantFrom<'lane' | 'span'>('lane', 'span'), (rows, rowsBy) => {
      const { lanes, table } = build(rows, { rowsBy });
      const seen: number[] = [];
      for (const lane of lanes.lanes) {
        seen.push(...lane.marks);
        for (const track of lane.tracks!) {
          const order = Array.from(track.order);
          seen.push(...order);
          order.slice(1).forEach((span, i) => expect(table.start[span]!).toBeGreaterThanOrEqual(table.end[order[i]!]!));
        }
      }
      expect(seen.sort((a, b) => a - b)).toEqual(Array.from({ length: table.count }, (_, i) => i));
    })
  );
});

it('nests 100,000 deep without filling memory or stack', () => {
  const rows = Array.from({ length: 100_000 }, (_, i) => ({
    id: `${i}`,
    parentId: i === 0 ? null : `${i - 1}`,
    kind: 'tool',
    lane: 'x',
    name: 'x',
    start: 1 + i,
    end: 200_000,
  }));
  const { lanes } = build(rows);
  expect(lanes.lanes).toHaveLength(100_000);
  expect(lanes.lanes[99_999]!.key.length).toBeLessThan(40);
  expect(new Set(lanes.lanes.map((lane) => lane.key)).size).toBe(100_000);
  expect(listRows(lanes, () => false, 'start').count).toBe(100_000);
});

it('uses as many lines as overlap at the most', () => {
  const rows = Array.from({ length: 300 }, (_, i) => ({
    id: `${i}`,
    kind: 'tool',
    lane: 'x',
    name: 'x',
    start: 1 + i,
    end: 1000 + i,
  }));
  expect(build(rows).lanes.lanes[0]!.tracks).toHaveLength(300);
  const staggered = rows.map((row, i) => ({ ...row, start: 1 + i * 10, end: 1 + i * 10 + 25 }));
  expect(build(staggered).lanes.lanes[0]!.tracks).toHaveLength(3);
});

it('builds from any rows without throwing, and lists them', () => {
  fc.assert(
    fc.property(fc.array(anyRow, { maxLength: 60 }), fc.boolean(), (rows, grouped) => {
      const read = readFrames([timelineFrame(rows)]);
      const timeline = buildTimeline(read, {
        rowsBy: 'lane',
        groupOf: grouped ? (span) => read.table.agent[span]! : undefined,
      });
      const listed = listRows(timeline.lanes, () => false, 'status');
      for (let i = 0; i < read.table.count; i++) {
        expect(shownLine(listed, timeline.lanes, timeline.lanes.laneOf[i]!)).toBeGreaterThanOrEqual(0);
      }
    })
  );
});
