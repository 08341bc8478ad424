import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PanelJson } from './model.ts';
import { type ChoicesOf, repeatedBy, sectionsOf } from './sections.ts';

const choices = (...values: string[]) => values.map((value) => ({ value, text: value.toUpperCase() }));
const known: ChoicesOf = (name) => (name === 'project' ? choices('a', 'b', 'c') : undefined);
const panel = (id: number, y: number, more: Partial<PanelJson> = {}): PanelJson => {
  return { id, type: 'stat', gridPos: { x: 0, y, w: 12, h: 4 }, ...more };
};

describe('sections of a dashboard', () => {
  it('repeat a panel beside itself and push down what stands below', () => {
    const [section] = sectionsOf([panel(1, 0, { repeat: 'project', maxPerRow: 2 }), panel(2, 4)], known);
    expect(section?.panels.map(({ key, x, y, w, scope }) => [key, x, y, w, scope?.text])).toEqual([
      ['panel-1', 0, 0, 12, 'A'],
      ['panel-1-clone-1', 12, 0, 12, 'B'],
      ['panel-1-clone-2', 0, 4, 12, 'C'],
      ['panel-2', 0, 8, 12, undefined],
    ]);
  });

  it('repeat a panel downwards in its own width', () => {
    const [section] = sectionsOf([panel(1, 0, { repeat: 'project', repeatDirection: 'v' })], known);
    expect(section?.panels.map(({ x, y, w }) => [x, y, w])).toEqual([
      [0, 0, 12],
      [0, 4, 12],
      [0, 8, 12],
    ]);
  });

  it('repeat a row with its panels, collapsed or open', () => {
    const row: PanelJson = { id: 9, type: 'row', title: '$project', repeat: 'project', gridPos: { y: 4 } };
    const open = sectionsOf([panel(1, 0), row, panel(2, 5)], known);
    const collapsed = sectionsOf([panel(1, 0), { ...row, collapsed: true, panels: [panel(2, 5)] }], known);
    const keys = (sections: typeof open) =>
      sections.map((one) => [one.row?.y, one.panels.map(({ key, y }) => [key, y])]);
    expect(keys(open)).toEqual(keys(collapsed));
    expect(keys(open)).toEqual([
      [undefined, [['panel-1', 0]]],
      [4, [['panel-2', 5]]],
      [9, [['row-1-clone-1-panel-2', 10]]],
      [14, [['row-1-clone-2-panel-2', 15]]],
    ]);
  });

  it('show what is repeated by a variable that is not there once, and by one without values not at all', () => {
    expect(sectionsOf([panel(1, 0, { repeat: 'gone' })], known)[0]?.panels).toHaveLength(1);
    expect(sectionsOf([panel(1, 0, { repeat: 'project' })], () => [])).toEqual([]);
  });

  it('say which variables they are repeated by', () => {
    const row: PanelJson = { type: 'row', collapsed: true, panels: [panel(1, 0, { repeat: 'run' })] };
    expect(repeatedBy([row, panel(2, 0, { repeat: 'run' }), panel(3, 0)])).toEqual(['run']);
  });

  it('never lay panels of one column over each other', () => {
    const some = fc.array(fc.record({ h: fc.integer({ min: 1, max: 9 }), repeat: fc.boolean() }), { maxLength: 8 });
    fc.assert(
      fc.property(some, (list) => {
        let y = 0;
        const panels = list.map(({ h, repeat }, id): PanelJson => {
          const at = { x: 0, y, w: 24, h };
          y += h;
          return { id, type: 'stat', gridPos: at, repeat: repeat ? 'project' : undefined };
        });
        const placed = sectionsOf(panels, known).flatMap((one) => one.panels);
        const overlaps = placed.some((a, i) =>
          placed.some((b, j) => i < j && a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h)
        );
        expect(overlaps).toBe(false);
        expect(new Set(placed.map(({ key }) => key)).size).toBe(placed.length);
      })
    );
  });
});
