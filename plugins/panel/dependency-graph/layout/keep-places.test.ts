import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layoutInput } from '../engine/layout-input.ts';
import { faults, graphOf, inputOf, rectOf } from '../testing/layout-inputs.ts';
import { runLayout } from './layout-graph.ts';

type Drawn = ReturnType<typeof graphOf>;

function update(before: Drawn, after: Drawn) {
  const known = { graph: before.graph, direction: 'LR' as const, layout: runLayout(inputOf(before)) };
  const input = layoutInput(after.model, after.graph, 'LR', known, 'keep');
  return { known, input, layout: runLayout(input) };
}

const place = (drawn: Drawn, layout: ReturnType<typeof runLayout>, key: string): number[] =>
  rectOf(
    layout,
    drawn.graph.nodes.findIndex((node) => node.key === key)
  );

describe('a live update', () => {
  it('leaves every known node exactly where it is when tasks come and go', () => {
    const before = graphOf(
      ['a', 'b', 'c', 'd', 'gone'],
      [
        ['a', 'b'],
        ['b', 'c'],
        ['a', 'd'],
        ['gone', 'c'],
      ]
    );
    const after = graphOf(
      ['a', 'b', 'new', 'c', 'd', 'lone'],
      [
        ['a', 'b'],
        ['b', 'c'],
        ['a', 'd'],
        ['b', 'new'],
        ['new', 'c'],
      ]
    );
    const { known, input, layout } = update(before, after);
    for (const key of ['a', 'b', 'c', 'd']) {
      expect(place(after, layout, key)).toEqual(place(before, known.layout, key));
    }
    expect(faults(input, layout)).toEqual([]);
    // After what it depends on.
    expect(place(after, layout, 'new')[0]).toBeGreaterThan(place(after, layout, 'b')[2] as number);
  });

  it('makes room for new subtasks by moving only what lies beyond the box', () => {
    const before = graphOf(
      ['a', '1', '1.1', 'z'],
      [
        ['a', '1'],
        ['1', 'z'],
      ]
    );
    const after = graphOf(
      ['a', '1', '1.1', '1.2', '1.3', 'z'],
      [
        ['a', '1'],
        ['1', 'z'],
        ['1.1', '1.2'],
        ['1.1', '1.3'],
      ]
    );
    const { known, input, layout } = update(before, after);
    for (const key of ['a', '1.1']) {
      expect(place(after, layout, key)).toEqual(place(before, known.layout, key));
    }
    expect(place(after, layout, '1').slice(0, 2)).toEqual(place(before, known.layout, '1').slice(0, 2));
    expect(place(after, layout, 'z')[1]).toBe(place(before, known.layout, 'z')[1]);
    expect(faults(input, layout)).toEqual([]);
  });

  it('keeps the bends of known edges', () => {
    const edges: Array<[string, string]> = [
      ['a', 'b'],
      ['b', 'c'],
      ['c', 'd'],
      ['a', 'd'],
    ];
    const before = graphOf(['a', 'b', 'c', 'd'], edges);
    const { known, layout } = update(before, graphOf(['a', 'b', 'c', 'd', 'e'], [...edges, ['d', 'e']]));
    const end = known.layout.offsets[4] as number;
    expect([...layout.points.subarray(0, end)]).toEqual([...known.layout.points.subarray(0, end)]);
  });

  it('lays everything out anew when most of it is new', () => {
    const { input, layout } = update(
      graphOf(['x'], []),
      graphOf(
        ['x', 'a', 'b', 'c'],
        [
          ['a', 'b'],
          ['b', 'c'],
        ]
      )
    );
    expect(faults(input, layout)).toEqual([]);
  });

  it('never overlaps anything, whatever comes', () => {
    const ids = fc.uniqueArray(
      fc.constantFrom('1', '1.1', '1.2', '1.3', '2', '2.1', '3', '4', '5', '5.1', '5.1.1', '6'),
      { minLength: 1 }
    );
    const whole = (list: string[]): string[] =>
      [...new Set(list.flatMap((id) => id.split('.').map((_, at, parts) => parts.slice(0, at + 1).join('.'))))].sort();
    const drawn = fc.tuple(ids, fc.array(fc.tuple(fc.nat(20), fc.nat(20)), { maxLength: 14 })).map(([list, pairs]) => {
      const all = whole(list);
      return graphOf(
        all,
        pairs.map(([a, b]) => [all[a % all.length] as string, all[b % all.length] as string])
      );
    });
    fc.assert(
      fc.property(drawn, drawn, (before, after) => {
        const { input, layout } = update(before, after);
        expect(faults(input, layout)).toEqual([]);
      }),
      { numRuns: 300 }
    );
  });
});
