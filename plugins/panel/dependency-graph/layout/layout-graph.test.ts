import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { projectFrames } from '../testing/frames.ts';
import { faults, graphOf, inputOf, rectOf, unfolded } from '../testing/layout-inputs.ts';
import { hasTaskFiles, taskFileFrames } from '../testing/task-file-frames.ts';
import { readGraph } from '../model/read-graph.ts';
import { runLayout } from './layout-graph.ts';
import { runSliced } from './sliced.ts';
import type { LayoutInput, LayoutResult } from './types.ts';

/** Random nested graphs, circles and self-edges included. */
const GRAPHS = fc.integer({ min: 1, max: 24 }).chain((count) =>
  fc
    .tuple(
      fc.array(fc.constantFrom('new', 'child'), { minLength: count, maxLength: count }),
      fc.array(fc.tuple(fc.nat(count - 1), fc.nat(count - 1)), { maxLength: 45 }),
      fc.constantFrom('LR' as const, 'TD' as const)
    )
    .map(([kinds, pairs, direction]) => {
      const ids: string[] = [];
      kinds.forEach((kind, at) => {
        const last = ids.at(-1);
        ids.push(kind === 'child' && last !== undefined && last.split('.').length < 4 ? `${last}.${at}` : String(at));
      });
      return { ids, edges: pairs.map(([a, b]) => [ids[a], ids[b]] as [string, string]), direction };
    })
);

/** Edges between nodes of the same level that run against the flow, and not on to a next line, although nothing turned them round. */
function againstFlow(input: LayoutInput, layout: LayoutResult): number {
  let wrong = 0;
  input.source.forEach((source, edge) => {
    const target = input.target[edge] as number;
    if (input.parent[source] !== input.parent[target] || layout.backward[edge] === 1 || source === target) {
      return;
    }
    const down = layout.vertical[edge] === 1;
    const [from, to] = [rectOf(layout, source), rectOf(layout, target)];
    const onwards = from[down ? 3 : 2] <= to[down ? 1 : 0];
    const nextLine = from[down ? 2 : 3] <= to[down ? 0 : 1];
    wrong += onwards || nextLine ? 0 : 1;
  });
  return wrong;
}

describe('layoutGraph', () => {
  it('never overlaps siblings, keeps subtasks in their boxes and lets edges flow one way', () => {
    fc.assert(
      fc.property(GRAPHS, ({ ids, edges, direction }) => {
        const input = inputOf(graphOf(ids, edges), direction);
        const layout = runLayout(input);
        expect(faults(input, layout)).toEqual([]);
        expect(againstFlow(input, layout)).toBe(0);
        expect(layout.offsets).toHaveLength(input.source.length + 1);
        expect(layout.points.every((value) => Number.isFinite(value))).toBe(true);
      }),
      { numRuns: 150 }
    );
  });

  it('routes every edge from the border of its source to the border of its target', () => {
    const input = inputOf(
      graphOf(
        ['1', '1.1', '2', '3'],
        [
          ['1.1', '2'],
          ['2', '3'],
          ['1.1', '3'],
        ]
      )
    );
    const layout = runLayout(input);
    input.source.forEach((source, edge) => {
      const start = layout.offsets[edge] as number;
      const end = layout.offsets[edge + 1] as number;
      expect(layout.points[start]).toBeCloseTo(rectOf(layout, source)[2]);
      expect(layout.points[end - 2]).toBeCloseTo(rectOf(layout, input.target[edge] as number)[0]);
    });
  });

  it('turns one edge of a circle round and only that one', () => {
    const input = inputOf(
      graphOf(
        ['a', 'b', 'c'],
        [
          ['a', 'b'],
          ['b', 'c'],
          ['c', 'a'],
        ]
      )
    );
    expect([...runLayout(input).backward]).toEqual([0, 0, 1]);
  });

  it('draws a tree without crossings and a chain in a straight line', () => {
    const chain = inputOf(
      graphOf(
        ['a', 'b', 'c', 'd'],
        [
          ['a', 'b'],
          ['b', 'c'],
          ['c', 'd'],
        ]
      )
    );
    const layout = runLayout(chain);
    expect(new Set([0, 1, 2, 3].map((node) => Math.round(rectOf(layout, node)[1]))).size).toBe(1);
  });

  it('breaks a long chain into lines that fill the panel, each begun at the near side, led back without touching a task', () => {
    const ids = Array.from({ length: 14 }, (_, index) => `t${index}`);
    const input = inputOf(
      graphOf(
        ids,
        ids.slice(1).map((id, at) => [ids[at] as string, id])
      )
    );
    const layout = runLayout(input);
    expect(faults(input, layout)).toEqual([]);
    const lines = new Map<number, number>();
    ids.forEach((_, node) => {
      const [left, top] = rectOf(layout, node);
      lines.set(Math.round(top), Math.min(lines.get(Math.round(top)) ?? Number.POSITIVE_INFINITY, left));
    });
    expect(lines.size).toBeGreaterThan(1);
    expect(new Set([...lines.values()].map(Math.round)).size).toBe(1);
    expect([...layout.backward].every((back) => back === 0)).toBe(true);
    for (let at = 0; at + 3 < layout.points.length; at += 2) {
      const x = ((layout.points[at] as number) + (layout.points[at + 2] as number)) / 2;
      const y = ((layout.points[at + 1] as number) + (layout.points[at + 3] as number)) / 2;
      const within = ids.filter((_, node) => {
        const [left, top, right, bottom] = rectOf(layout, node);
        return x > left + 1 && x < right - 1 && y > top + 1 && y < bottom - 1;
      });
      // Between the end of one edge and the start of the next lies the task itself.
      const joint = layout.offsets.includes(at + 2);
      expect(joint ? [] : within).toEqual([]);
    }
  });

  it('lays out a chain of 10,000 without recursion', () => {
    const ids = Array.from({ length: 10_000 }, (_, index) => String(index));
    const input = inputOf(
      graphOf(
        ids,
        ids.slice(1).map((id, at) => [ids[at] as string, id])
      )
    );
    const layout = runLayout(input);
    expect(faults(input, layout)).toEqual([]);
    expect(againstFlow(input, layout)).toBe(0);
  });

  it('nests 300 deep', () => {
    const ids = Array.from({ length: 300 }, (_, depth) => Array.from({ length: depth + 1 }, () => '1').join('.'));
    const input = inputOf(graphOf(ids, []));
    expect(faults(input, runLayout(input))).toEqual([]);
  });

  it('stops improving when the time is up, says so, and the picture is still whole', () => {
    const read = readGraph(projectFrames(1_000, 3_000, 1_000));
    const model = (read as Extract<typeof read, { ok: true }>).graph;
    const input = { ...inputOf({ model, graph: unfolded(model) }), budgetMs: 1 };
    let clock = 0;
    const layout = runLayout(input, () => clock++);
    expect(layout.simplified.join()).toContain('the time for untangling edges was up');
    expect(faults(input, layout)).toEqual([]);
  });

  it('says how many long edges it drew straight', () => {
    const ids = Array.from({ length: 1_500 }, (_, index) => String(index));
    const edges = ids.slice(1).map((id, at) => [ids[at] as string, id] as [string, string]);
    for (let at = 0; at < 200; at++) {
      edges.push([String(at), String(1_499 - at)]);
    }
    expect(runLayout(inputOf(graphOf(ids, edges))).simplified.join()).toMatch(/^\d+ long edges are drawn straight/);
  });

  it('is the same in slices as at once, and leaves off when nobody wants it', async () => {
    const read = readGraph(projectFrames(400, 900));
    const model = (read as Extract<typeof read, { ok: true }>).graph;
    const input = inputOf({ model, graph: unfolded(model) });
    let slices = 0;
    let time = 0;
    const tools = {
      now: () => (time += 1),
      later: (next: () => void) => {
        slices++;
        queueMicrotask(next);
      },
    };
    const sliced = await runSliced(input, tools);
    expect(sliced?.boxes).toEqual(runLayout(input).boxes);
    expect(slices).toBeGreaterThan(3);
    expect(await runSliced(input, tools, () => true)).toBeNull();
  });

  it.skipIf(!hasTaskFiles())('lays out real projects: no overlaps, one direction, few crossings', () => {
    for (const file of [
      'CryptoJym__ai-agent-village-monitor.json',
      'CanAISolutions__canai-platform.json',
      'BjornMelin__ai-docs-vector-db-hybrid-scraper.json',
      'netresearch__jira-to-openproject.json',
      'g-kari__tools.json',
    ]) {
      const read = readGraph(taskFileFrames(file));
      const model = (read as Extract<typeof read, { ok: true }>).graph;
      for (const direction of ['LR', 'TD'] as const) {
        const input = inputOf({ model, graph: unfolded(model) }, direction);
        const layout = runLayout(input);
        expect(faults(input, layout), file).toEqual([]);
        expect(againstFlow(input, layout), file).toBe(0);
        expect(layout.simplified, file).toEqual([]);
      }
    }
  });
});
