import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frame, timelineFrame } from '../testing/frames.ts';
import { createColors } from './colors.ts';
import { dependenciesIn, findDependencies } from './dependencies.ts';
import { fitText, textWidth } from './fit-text.ts';
import { formatDuration } from './format.ts';
import { hitLine } from './hit-test.ts';
import { levelsThatFit } from './open-levels.ts';
import { overviewOf } from './overview.ts';
import { readFrames } from './read-frames.ts';
import { listRows } from './rows.ts';
import { referencedSpans } from './span-references.ts';
import { ticksFor } from './ticks.ts';
import { createTimeScale } from './time-scale.ts';
import { buildTimeline } from './timeline.ts';
import { pan, zoom } from './viewport.ts';
import type { Projection } from './lod.ts';

const view = (from: number, to: number, width: number): Projection => ({
  width,
  now: to,
  toX: (time) => ((time - from) / (to - from)) * width,
  toTime: (x) => from + (x / width) * (to - from),
});

describe('fitText', () => {
  const measure = () => 7;

  it('never exceeds its room and keeps a text that fits', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), fc.integer({ min: 0, max: 300 }), (text, room) => {
        const fitted = fitText(text, room, measure);
        expect(textWidth(fitted, measure)).toBeLessThanOrEqual(room);
        expect(textWidth(text, measure) > room || fitted === text).toBe(true);
      })
    );
  });

  it('says nothing rather than one letter', () => {
    expect(fitText('Implement', 40, measure)).toBe('Impl…');
    expect(fitText('Implement', 20, measure)).toBe('');
  });
});

it.each([
  [0, '0 ms'],
  [0.25, '250 µs'],
  [216.4, '216 ms'],
  [59_990, '59.9 s'],
  [60_000, '1 min'],
  [3_725_000, '1 h 2 min'],
  [200_000_000, '2 d 7 h'],
  [Infinity, '—'],
])('writes %d ms as %s', (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});

describe('viewport', () => {
  const whole = { from: 0, to: 1000 };

  it('keeps what lies under the pointer when zooming', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.3, max: 0.99, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (factor, anchor) => {
          const next = zoom(whole, factor, anchor, whole);
          expect(next.from + (next.to - next.from) * anchor).toBeCloseTo(1000 * anchor, 6);
        }
      )
    );
  });

  it('never loses the data', () => {
    const far = pan({ from: 0, to: 100 }, 1e6, whole);
    expect(far.from).toBeLessThan(1000);
    expect(far.to - far.from).toBeCloseTo(100);
  });
});

describe('ticksFor', () => {
  it('stays inside the view, rises and keeps its distance', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1e12 }),
        fc.integer({ min: 1, max: 1e11 }),
        fc.integer({ min: 50, max: 2000 }),
        (from, length, width) => {
          const { ticks } = ticksFor(view(from, from + length, width), [], 90);
          expect(ticks.length).toBeLessThanOrEqual(width / 54 + 2);
          ticks.forEach((tick, i) => {
            expect(tick.x).toBeGreaterThanOrEqual(-1e-6);
            expect(tick.x).toBeLessThanOrEqual(width + 1e-6);
            expect(i === 0 || tick.x > ticks[i - 1]!.x).toBe(true);
          });
        }
      )
    );
  });

  it('is at local midnight, and not inside a squeezed gap', () => {
    const hour = 3_600_000;
    const { step, ticks } = ticksFor(view(0, 96 * hour, 500), [], 90, 2 * hour);
    expect(step).toBe(24 * hour);
    expect(ticks[0]!.time).toBe(22 * hour);
    const scale = createTimeScale([{ from: 10 * hour, to: 1000 * hour }], hour);
    const drawn = {
      ...view(0, 20 * hour, 600),
      toX: (t: number) => (scale.virtual(t) / (20 * hour)) * 600,
      toTime: (x: number) => scale.real((x / 600) * 20 * hour),
    };
    const squeezed = ticksFor(drawn, scale.gaps, 90);
    expect(squeezed.ticks.length).toBeGreaterThan(3);
    expect(squeezed.ticks.filter((tick) => tick.time > 10 * hour && tick.time < 1000 * hour)).toEqual([]);
  });
});

const ROWS = [
  { id: 't1', kind: 'task', lane: '1', taskId: '1', name: 'One', start: 100, end: 300, status: 'done' },
  {
    id: 't2',
    kind: 'task',
    lane: '2',
    taskId: '2',
    name: 'Two',
    start: 400,
    end: 900,
    status: 'failed',
    attributes: '{"dependencies":["1",9]}',
  },
  {
    id: 'k',
    parentId: 't2',
    kind: 'tool',
    lane: 'Bash',
    name: 'Bash',
    start: 400,
    end: 500,
    status: 'done',
    agent: 'main',
  },
  { id: 'm', parentId: 't2', kind: 'marker', lane: '2', name: 'note', start: 700, status: 'review' },
];

describe('hitLine', () => {
  const { table, lanes } = buildTimeline(readFrames([timelineFrame(ROWS)]), { rowsBy: 'lane' });
  const rows = listRows(lanes, () => false, 'start');
  const hit = (line: number, x: number, slack = 0) => hitLine(line, x, slack, lanes, rows, table, view(0, 1000, 1000));

  it('finds the bar, the marker before the bar, and the row where neither is', () => {
    expect(hit(0, 150)?.span).toBe(0);
    expect(hit(1, 800)?.span).toBe(1);
    expect(hit(1, 702)?.span).toBe(3);
    expect(hit(0, 350)).toMatchObject({ span: -1, lane: 0 });
    expect(hit(99, 0)).toBeUndefined();
  });

  it('reaches a little beside a bar for a finger', () => {
    expect(hit(0, 315, 22)?.span).toBe(0);
    expect(hit(0, 330, 22)?.span).toBe(-1);
  });
});

describe('dependencies', () => {
  it('come from attributes and from edges, by task or by span', () => {
    const { table } = readFrames([timelineFrame(ROWS)]);
    const found = findDependencies(
      table,
      [
        { source: 't1', target: 'k' },
        { source: 'gone', target: 'k' },
      ],
      (span) => ROWS[span]!.attributes
    );
    expect(found.before.get(1)).toEqual([0]);
    expect(found.before.get(2)).toEqual([0]);
    expect(found.after.get(0)).toEqual([2, 1]);
  });

  it('are the span links of a trace too, without parents and what is not there', () => {
    const spans = [{ id: 'a' }, { id: 'b', parentId: 'a' }, { id: 'c', parentId: 'a' }];
    const { table: linked } = readFrames([
      timelineFrame(spans.map((row) => ({ ...row, kind: 'tool', name: row.id, start: 1, end: 2 }))),
    ]);
    const cells = [undefined, [{ traceID: 't', spanID: 'a' }], '[{"spanID":"b"},{"spanID":"gone"},{"spanID":"b"}, 3]'];
    const found = findDependencies(
      linked,
      [],
      () => null,
      (span) => cells[span]
    );
    expect([...found.before]).toEqual([[2, [1]]]);
    expect(
      referencedSpans(
        [
          { spanID: 'x', refType: 'CHILD_OF' },
          { spanID: 'y', refType: 'FOLLOWS_FROM' },
        ],
        ''
      )
    ).toEqual(['y']);
    expect(referencedSpans('[broken', '')).toEqual([]);
  });

  it('are read from lists and texts, and nothing else', () => {
    expect(dependenciesIn('{"dependencies":[1,"2.1",null]}')).toEqual(['1', '2.1']);
    expect(dependenciesIn({ dependencies: '3, 4' })).toEqual(['3', '4']);
    expect(dependenciesIn('{"dependencies":')).toEqual([]);
    expect(dependenciesIn(null)).toEqual([]);
  });
});

describe('overviewOf', () => {
  it('shows the worst of the work in each column, not of what contains it', () => {
    const { table, links } = buildTimeline(readFrames([timelineFrame(ROWS)]), { rowsBy: 'lane' });
    const { worst, active } = overviewOf(table, links.parent, view(0, 1000, 10));
    expect(active[1]).toBe(1);
    expect(worst[1]).toBe(table.status[0]);
    expect(worst[4]).toBe(table.status[2]);
    expect(worst[6]).toBe(-1);
    // The failed task shows where it ended.
    expect(worst[9]).toBe(table.status[1]);
  });
});

describe('createColors', () => {
  const base = { resolve: (name: string) => `css-${name}`, palette: ['p0', 'p1'], neutral: 'none' };
  const source = timelineFrame(ROWS);
  const { table } = readFrames([source]);

  it('colours by status with the shape beside it, the worst first in the legend', () => {
    const colors = createColors({ ...base, table, frames: [source], colorBy: 'status' });
    expect(colors.colorOf(1)).toBe('css-red');
    expect(colors.legend.map((item) => [item.label, item.count, item.shape])).toEqual([
      ['Failed', 1, 'cross'],
      ['Review', 1, 'half'],
      ['Done', 2, 'check'],
    ]);
  });

  it('colours by any field and leaves what has no value neutral', () => {
    const colors = createColors({ ...base, table, frames: [source], colorBy: 'agent' });
    expect([colors.colorOf(2), colors.colorOf(0)]).toEqual(['p0', 'none']);
    expect(colors.legend.map((item) => item.label)).toEqual(['main', 'No value']);
  });

  it('honours the value mappings of the field', () => {
    const mapped = timelineFrame(ROWS);
    const status = mapped.fields.find((field) => field.name === 'status')!;
    status.config = {
      mappings: [{ type: 'value' as never, options: { failed: { text: 'Kaputt', color: 'pink' } } }] as never,
    };
    status.display = (value) => ({
      text: value === 'failed' ? 'Kaputt' : String(value),
      numeric: NaN,
      color: value === 'failed' ? 'pink' : 'grey',
    });
    const colors = createColors({ ...base, table, frames: [mapped], colorBy: 'status' });
    expect(colors.colorOf(1)).toBe('pink');
    expect(colors.legend.map((item) => item.label)).toContain('Kaputt');
  });
});

describe('levelsThatFit', () => {
  const nested = (tasks: number, calls: number) => {
    const rows = Array.from({ length: tasks }, (_, t) => [
      { id: `t${t}`, kind: 'task', lane: `${t}`, name: `${t}`, start: 1, end: 9 },
      ...Array.from({ length: calls }, (_, c) => ({
        id: `t${t}c${c}`,
        parentId: `t${t}`,
        kind: 'tool',
        lane: `${c}`,
        name: `${c}`,
        start: 1,
        end: 9,
      })),
    ]).flat();
    return buildTimeline(readFrames([timelineFrame(rows)]), { rowsBy: 'lane' }).lanes.lanes;
  };

  it('opens all of a little, and the top of a lot', () => {
    expect(levelsThatFit(nested(3, 4), 30)).toBe(2);
    expect(levelsThatFit(nested(20, 30), 30)).toBe(1);
    expect(levelsThatFit(nested(1, 300), 30)).toBe(2);
  });
});

it('reads a choice of colour field from a table too', () => {
  const source = frame({ name: ['a', 'b'], start: [1, 2], end: [3, 4], team: ['x', 'y'] });
  const { table } = readFrames([source]);
  const colors = createColors({
    table,
    frames: [source],
    colorBy: 'field',
    fieldName: 'team',
    resolve: (n) => n,
    palette: ['p0', 'p1'],
    neutral: 'n',
  });
  expect([colors.colorOf(0), colors.colorOf(1)]).toEqual(['p0', 'p1']);
});
