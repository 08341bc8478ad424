import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { goodRows } from '../testing/arbitrary.ts';
import { timelineFrame, type Row } from '../testing/frames.ts';
import type { LaneOptions } from './lanes.ts';
import { readFrames } from './read-frames.ts';
import { buildTimeline, updateTimeline, type Timeline } from './timeline.ts';

const OPTIONS: LaneOptions = { rowsBy: 'lane' };
/** Reads rows, on top of what was read before where that is given. */
const read = (rows: Row[], before?: Timeline) =>
  readFrames([timelineFrame(rows)], {}, 1e6, before && { table: before.table, index: before.idIndex });

/** What a reader sees of a timeline, independent of how it came to be. */
function picture({ lanes, table, links }: Timeline) {
  return {
    parent: [...links.parent],
    lanes: lanes.lanes
      .map((lane) => ({
        key: lane.key,
        label: lane.label,
        start: lane.start,
        end: lane.end,
        worst: lane.worst,
        marks: lane.marks.map((span) => table.id[span]).sort(),
        tracks: lane.tracks!.map((track) => Array.from(track.order, (span) => table.id[span])),
      }))
      .sort((a, b) => (a.key < b.key ? -1 : 1)),
  };
}

describe('updateTimeline', () => {
  const rows: Row[] = [
    { id: 'r', kind: 'run', lane: 'run', name: 'run', start: 1, end: null, status: 'in-progress' },
    { id: 'a', parentId: 'r', kind: 'agent', lane: 'main', name: 'main', start: 2, end: null, status: 'in-progress' },
  ];

  it('notices that nothing changed', () => {
    const first = buildTimeline(read(rows), OPTIONS);
    expect(updateTimeline(first, read(rows), OPTIONS).kind).toBe('same');
  });

  it('keeps spans where they are when ends, states or new rows come', () => {
    const first = buildTimeline(read(rows), OPTIONS);
    const later = [
      rows[0]!,
      { ...rows[1]!, end: 50, status: 'failed' },
      { id: 'b', parentId: 'a', kind: 'tool', lane: 'Bash', name: 'Bash', start: 5, end: 9 },
    ];
    const update = updateTimeline(first, read(later), OPTIONS);
    expect(update.kind).toBe('changed');
    expect(update.resized).toBe(true);
    expect(update.timeline.builder).toBe(first.builder);
    expect(update.timeline.lanes.lanes).toHaveLength(3);
    expect(picture(update.timeline)).toEqual(picture(buildTimeline(read(later), OPTIONS)));
  });

  it('starts over when rows went, moved, or a missing parent came', () => {
    const orphan: Row[] = [
      ...rows,
      { id: 'c', parentId: 'late', kind: 'tool', lane: 'x', name: 'x', start: 5, end: 6 },
    ];
    const first = () => buildTimeline(read(orphan), OPTIONS);
    expect(updateTimeline(first(), read(rows), OPTIONS).kind).toBe('rebuilt');
    expect(updateTimeline(first(), read([{ ...rows[0]!, start: 0.5 }, ...orphan.slice(1)]), OPTIONS).kind).toBe(
      'rebuilt'
    );
    const arrived = [...orphan, { id: 'late', kind: 'agent', lane: 'y', name: 'y', start: 4, end: 7 }];
    const update = updateTimeline(first(), read(arrived), OPTIONS);
    expect(update.kind).toBe('rebuilt');
    expect(update.timeline.links.parent[2]).toBe(3);
  });

  it('ends at the same picture as building from scratch, by whatever steps the data came', () => {
    const steps = fc.array(fc.tuple(fc.nat(40), fc.nat(100), fc.constantFrom('failed', 'done', 'blocked')), {
      maxLength: 6,
    });
    fc.assert(
      fc.property(goodRows, fc.nat(40), steps, (all, split, changes) => {
        let shown = all.slice(0, split).map((row) => ({ ...row }));
        let timeline = buildTimeline(read(shown), OPTIONS);
        const check = (next: Row[]) => {
          const update = updateTimeline(timeline, read(next, timeline), OPTIONS);
          expect([...update.timeline.idIndex.values()].sort((a, b) => a - b)).toEqual(next.map((_, i) => i));
          expect(picture(update.timeline)).toEqual(picture(buildTimeline(read(next), OPTIONS)));
          timeline = update.timeline;
          shown = next;
        };
        for (const [at, longer, status] of changes) {
          check(shown.map((row, i) => (i === at ? { ...row, status, end: (row.start as number) + longer } : row)));
        }
        check([...shown, ...all.slice(shown.length)]);
        check(shown.slice(0, split >> 1));
        check([]);
        check(all);
      })
    );
  });
});
