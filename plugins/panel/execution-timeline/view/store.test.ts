import type { DateTime, TimeRange } from '@grafana/data';
import { describe, expect, it } from 'vitest';
import { timelineFrame, type Row } from '../testing/frames.ts';
import { belongsTo, findSpan, taskOf } from '../model/task-of.ts';
import { DEFAULT_OPTIONS, type TimelineOptions } from '../options.ts';
import { handleKey } from './keys.ts';
import { TimelineStore } from './store.ts';

const T = Date.UTC(2026, 0, 1);
const MINUTE = 60_000;
const PLAIN = { shift: false, ctrl: false };

const ROWS: Row[] = [
  { id: 'r', kind: 'run', lane: 'run', name: 'Run', start: T, end: T + 60 * MINUTE, status: 'done' },
  {
    id: 't1',
    parentId: 'r',
    kind: 'task',
    lane: '1',
    taskId: '1',
    name: 'One',
    start: T,
    end: T + 20 * MINUTE,
    status: 'done',
  },
  {
    id: 't2',
    parentId: 'r',
    kind: 'task',
    lane: '2',
    taskId: '2',
    name: 'Two',
    start: T + 30 * MINUTE,
    end: T + 60 * MINUTE,
    status: 'failed',
    attributes: '{"dependencies":[1]}',
  },
  {
    id: 'k1',
    parentId: 't2',
    kind: 'tool',
    lane: 'Bash',
    name: 'Bash',
    start: T + 31 * MINUTE,
    end: T + 35 * MINUTE,
    status: 'failed',
  },
  {
    id: 'k2',
    parentId: 't2',
    kind: 'tool',
    lane: 'Bash',
    name: 'Bash',
    start: T + 36 * MINUTE,
    end: T + 40 * MINUTE,
    status: 'done',
  },
];

function range(from: number, to: number): TimeRange {
  const at = (time: number) => ({ valueOf: () => time }) as DateTime;
  return { from: at(from), to: at(to), raw: { from: at(from), to: at(to) } };
}

function storeWith(rows = ROWS, options: Partial<TimelineOptions> = {}, timeRange = range(T, T + 60 * MINUTE)) {
  const store = new TimelineStore();
  store.setSize(1000, 400);
  const set = (next: Row[], more: Partial<TimelineOptions> = options) =>
    store.setInputs({
      frames: [timelineFrame(next)],
      options: { ...DEFAULT_OPTIONS, ...more },
      timeRange,
      zone: { format: String, offset: () => 0 },
      coarse: false,
      height: 520,
    });
  set(rows);
  return { store, set };
}

describe('viewport', () => {
  it('is the dashboard’s range where the data fill it, else the data', () => {
    expect(storeWith().store.viewport()).toEqual({ from: T, to: T + 60 * MINUTE });
    const wide = storeWith(ROWS, {}, range(T - 1000 * MINUTE, T + 60 * MINUTE)).store;
    expect(wide.viewport().from).toBeGreaterThan(T - 2 * MINUTE);
    const asked = storeWith(ROWS, { range: 'dashboard' }, range(T - 1000 * MINUTE, T + 60 * MINUTE)).store;
    expect(asked.viewport().from).toBe(T - 1000 * MINUTE);
  });

  it('survives new data, and follows the dashboard when its range changes', () => {
    const { store, set } = storeWith();
    store.zoomToTimes(T + 30 * MINUTE, T + 40 * MINUTE);
    const zoomed = store.viewport();
    store.select(3);
    store.toggle(2);
    const lines = store.rows.count;
    set([
      ...ROWS,
      {
        id: 'k3',
        parentId: 't2',
        kind: 'tool',
        lane: 'Bash',
        name: 'Bash',
        start: T + 50 * MINUTE,
        end: null,
        status: 'in-progress',
      },
    ]);
    expect(store.viewport()).toEqual(zoomed);
    expect(store.selected).toBe(3);
    expect(store.rows.count).toBe(lines);
    store.setInputs({ ...store.inputs!, timeRange: range(T, T + 50 * MINUTE) });
    expect(store.isZoomed).toBe(false);
  });

  it('keeps selection and folds when the data are built anew', () => {
    const { store, set } = storeWith();
    store.toggle(store.data.timeline!.lanes.laneOf[2]!);
    store.select(4);
    const lines = store.rows.count;
    set([{ id: 'first', kind: 'run', lane: 'other', name: 'Other', start: T - MINUTE, end: T }, ...ROWS]);
    expect(store.data.timeline!.table.id[store.selected]).toBe('k2');
    expect(store.rows.count).toBe(lines + 1);
  });
});

describe('rows', () => {
  const many = (n: number) =>
    Array.from({ length: n }, (_, i) => ({
      id: `j${i}`,
      kind: 'task',
      lane: `${i}`,
      name: `Job ${i}`,
      start: T + (i + 10) * 1000,
      end: T + (i + 20) * 1000,
    }));

  it('keep their place on screen when others come in above', () => {
    const { store, set } = storeWith(many(60));
    store.focusLine(40);
    store.scrollTo(30 * store.layout.row + 7);
    set([...many(60), { id: 'early', kind: 'task', lane: 'early', name: 'early', start: T, end: T + 5 }]);
    expect(store.scroll).toBe(31 * store.layout.row + 7);
    expect(store.focusedLine).toBe(41);
  });

  it('are opened and closed by the option, which then wins over single ones', () => {
    const { store, set } = storeWith();
    store.toggle(0);
    expect(store.rows.count).toBe(1);
    set(ROWS, { openLevels: 2 });
    expect(store.rows.count).toBe(3);
  });
});

describe('keys', () => {
  it('move through rows and bars, zoom and come back', () => {
    const { store } = storeWith();
    handleKey(store, 'ArrowDown', PLAIN);
    handleKey(store, 'ArrowDown', PLAIN);
    expect(store.focusedLine).toBe(1);
    handleKey(store, 'End', { shift: false, ctrl: true });
    expect(store.focusedLine).toBe(store.rows.count - 1);
    handleKey(store, 'ArrowRight', { shift: true, ctrl: false });
    expect(store.selected).toBe(3);
    handleKey(store, 'ArrowRight', { shift: true, ctrl: false });
    expect(store.selected).toBe(4);
    handleKey(store, '+', PLAIN);
    const { from, to } = store.viewport();
    expect(to - from).toBeLessThan(60 * MINUTE);
    handleKey(store, 'Escape', PLAIN);
    expect([store.selected, store.isZoomed]).toEqual([-1, true]);
    handleKey(store, 'Escape', PLAIN);
    expect(store.isZoomed).toBe(false);
    expect(handleKey(store, 'Escape', PLAIN)).toBe(false);
    expect(handleKey(store, 'q', PLAIN)).toBe(false);
  });

  it('open and close rows and show details', () => {
    const { store } = storeWith();
    const all = store.rows.count;
    store.focusLine(0);
    handleKey(store, ' ', PLAIN);
    expect(store.rows.count).toBe(1);
    handleKey(store, ' ', PLAIN);
    expect(store.rows.count).toBe(all);
    handleKey(store, 'Enter', PLAIN);
    expect(store.selected).toBe(0);
  });

  it('do nothing harmful on an empty timeline', () => {
    const { store } = storeWith([]);
    for (const key of ['ArrowDown', 'ArrowUp', 'Enter', ' ', '+', '-', 'Home', 'End', 'PageDown', 'ArrowLeft']) {
      expect(() => handleKey(store, key, PLAIN)).not.toThrow();
    }
  });
});

it('finds what lies under a point, and shows the way to what a task waits for', () => {
  const { store } = storeWith();
  const { gutter, top, row, plotWidth } = store.layout;
  const hit = store.hitAt(gutter + plotWidth * 0.6, top + row * 2.5, 0);
  expect(store.data.timeline!.table.id[hit!.span]).toBe('t2');
  expect(store.data.dependencies()!.before.get(2)).toEqual([1]);
  store.foldAll(true);
  store.reveal(4);
  expect(store.selected).toBe(4);
  expect(store.focusedLine).toBe(3);
});

it('squeezes idle time on demand', () => {
  const rows = [
    ...ROWS,
    {
      id: 'late',
      kind: 'agent',
      lane: 'late',
      name: 'late',
      start: T + 6000 * MINUTE,
      end: T + 6010 * MINUTE,
      status: 'done',
    },
  ];
  const { store } = storeWith(rows);
  store.setSqueezed(true);
  expect(store.time.scale.gaps.length).toBeGreaterThan(0);
  const { from, to } = store.viewport();
  expect(to - from).toBeLessThan(100 * MINUTE);
  const view = store.projection();
  expect(view.toTime(view.toX(T + 6005 * MINUTE))).toBeCloseTo(T + 6005 * MINUTE, 0);
});

describe('selection from outside', () => {
  it('finds a span by its id, by its task’s number, and knows what belongs to a task', () => {
    const timeline = storeWith().store.data.timeline!;
    expect([findSpan(timeline, 'k1'), findSpan(timeline, '2'), findSpan(timeline, 'gone')]).toEqual([3, 2, -1]);
    expect(taskOf(timeline, 3)).toBe(2);
    expect(taskOf(timeline, 0)).toBe(-1);
    expect([belongsTo(timeline, 3, 't2'), belongsTo(timeline, 3, '2'), belongsTo(timeline, 3, 't1')]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('marks without details and tells nobody; what the user selects is told', () => {
    const { store } = storeWith();
    const told: number[] = [];
    store.listenToSelection((span) => told.push(span));
    store.mark(2);
    expect([store.selected, store.detailed, told.length]).toEqual([2, false, 0]);
    handleKey(store, 'Enter', PLAIN);
    expect([store.selected, store.detailed]).toEqual([2, true]);
    handleKey(store, 'Escape', PLAIN);
    expect(told).toEqual([2, -1]);
  });
});
