import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frameOf } from '../testing/frames.ts';
import { foldKey } from './finished-groups.ts';
import { linksOf, neighbourhood } from './neighbourhood.ts';
import { readGraph } from './read-graph.ts';
import { searchNodes } from './search.ts';
import type { GraphModel } from './types.ts';
import { type FoldOptions, type VisibleGraph, visibleGraph } from './visible.ts';

const OPEN: FoldOptions = {
  isCollapsed: () => false,
  statuses: null,
  hideFinished: false,
  foldFinished: false,
  openedFolds: new Set(),
};

function modelOf(
  rows: Array<[id: string, status: string, parent?: string]>,
  edges: Array<[string, string]>
): GraphModel {
  const read = readGraph([
    frameOf('nodes', {
      id: rows.map(([id]) => id),
      status: rows.map(([, status]) => status),
      parentId: rows.map(([, , parent]) => parent ?? null),
    }),
    frameOf('edges', { source: edges.map(([a]) => a), target: edges.map(([, b]) => b) }),
  ]);
  if (!read.ok) {
    throw new Error(read.problem);
  }
  return read.graph;
}

const keys = (graph: VisibleGraph): string[] => graph.nodes.map((node) => node.key);
const pairs = (graph: VisibleGraph): string[] =>
  graph.edges.map((edge) => `${graph.nodes[edge.source]?.key}>${graph.nodes[edge.target]?.key}`).sort();

const NESTED = modelOf(
  [
    ['1', 'done'],
    ['2', 'in-progress'],
    ['2.1', 'done', '2'],
    ['2.2', 'pending', '2'],
    ['3', 'pending'],
  ],
  [
    ['1', '2.1'],
    ['2.1', '2.2'],
    ['2.2', '3'],
    ['2', '3'],
  ]
);

describe('visibleGraph', () => {
  it('shows subtasks in their box', () => {
    const graph = visibleGraph(NESTED, OPEN);
    expect(keys(graph)).toEqual(['1', '2', '2.1', '2.2', '3']);
    expect(graph.nodes[2]?.parent).toBe(1);
    expect(graph.nodes[1]).toMatchObject({ expanded: true, expandable: true });
    expect(pairs(graph)).toEqual(['1>2.1', '2.1>2.2', '2.2>3', '2>3']);
  });

  it('moves the edges of folded subtasks to their task, each pair once', () => {
    const graph = visibleGraph(NESTED, { ...OPEN, isCollapsed: () => true });
    expect(keys(graph)).toEqual(['1', '2', '3']);
    expect(pairs(graph)).toEqual(['1>2', '2>3']);
    expect(graph.edges.find((edge) => edge.source === 1)?.edges).toHaveLength(2);
    expect(graph.nodes[1]?.members).toEqual([2, 3]);
  });

  it('hides finished tasks, but not the box round an unfinished subtask', () => {
    const graph = visibleGraph(NESTED, { ...OPEN, hideFinished: true });
    expect(keys(graph)).toEqual(['2', '2.2', '3']);
    expect(graph.hidden).toBe(2);
  });

  it('filters by status and keeps the way to what matches', () => {
    expect(keys(visibleGraph(NESTED, { ...OPEN, statuses: new Set(['done']) }))).toEqual(['1', '2', '2.1']);
  });

  it('folds branches that are finished with all they depend on, and nothing else', () => {
    const model = modelOf(
      [
        ['a', 'done'],
        ['b', 'done'],
        ['c', 'pending'],
        ['d', 'done'],
        ['e', 'done'],
        ['lone', 'done'],
      ],
      [
        ['a', 'b'],
        ['b', 'c'],
        ['c', 'd'],
        ['d', 'e'],
      ]
    );
    const graph = visibleGraph(model, { ...OPEN, foldFinished: true });
    expect(keys(graph)).toEqual([foldKey('a'), 'c', 'd', 'e', 'lone']);
    expect(graph.nodes[0]?.members).toEqual([0, 1]);
    expect(pairs(graph)[0]).toBe(`${foldKey('a')}>c`);
    const opened = visibleGraph(model, { ...OPEN, foldFinished: true, openedFolds: new Set([foldKey('a')]) });
    expect(keys(opened)).toEqual(['a', 'b', 'c', 'd', 'e', 'lone']);
  });

  it('shows every node once, or in what stands for it, or not at all; parents come first', () => {
    const graphs = fc.integer({ min: 1, max: 12 }).chain((count) =>
      fc.record({
        rows: fc.tuple(
          ...Array.from({ length: count }, (_, at) =>
            fc.tuple(
              fc.constant(String(at)),
              fc.constantFrom('done', 'pending', 'in-progress', 'cancelled'),
              fc.option(fc.nat(count - 1).map(String), { nil: undefined })
            )
          )
        ),
        edges: fc.array(fc.tuple(fc.nat(count - 1).map(String), fc.nat(count - 1).map(String)), { maxLength: 25 }),
        folded: fc.uniqueArray(fc.nat(count - 1).map(String)),
        hideFinished: fc.boolean(),
        foldFinished: fc.boolean(),
      })
    );
    fc.assert(
      fc.property(graphs, ({ rows, edges, folded, hideFinished, foldFinished }) => {
        const model = modelOf(rows as Array<[string, string, string?]>, edges);
        const graph = visibleGraph(model, {
          ...OPEN,
          hideFinished,
          foldFinished,
          isCollapsed: (id) => folded.includes(id),
        });
        const shown = graph.nodes.flatMap((node) => [...(node.node >= 0 ? [node.node] : []), ...node.members]);
        expect(new Set(shown).size).toBe(shown.length);
        expect(shown.length + graph.hidden).toBe(model.nodes.length);
        shown.forEach((index) => expect(graph.shownAs[index]).toBeGreaterThanOrEqual(0));
        graph.nodes.forEach((node, at) => expect(node.parent).toBeLessThan(at));
        expect(new Set(keys(graph)).size).toBe(graph.nodes.length);
      })
    );
  });
});

describe('neighbourhood', () => {
  it('lights everything up and down the edges, and nothing beside', () => {
    const model = modelOf(
      ['a', 'b', 'c', 'd', 'x'].map((id) => [id, 'pending']),
      [
        ['a', 'b'],
        ['b', 'c'],
        ['c', 'd'],
        ['a', 'x'],
      ]
    );
    const graph = visibleGraph(model, OPEN);
    const lit = neighbourhood(graph, linksOf(graph), 1);
    expect([...lit.nodes].sort()).toEqual([0, 1, 2, 3]);
    expect([...lit.edges].sort()).toEqual([0, 1, 2]);
    expect([lit.up, lit.down]).toEqual([1, 2]);
  });

  it('ends on circles', () => {
    const model = modelOf(
      ['a', 'b'].map((id) => [id, 'pending']),
      [
        ['a', 'b'],
        ['b', 'a'],
      ]
    );
    const graph = visibleGraph(model, OPEN);
    expect(neighbourhood(graph, linksOf(graph), 0)).toMatchObject({ up: 1, down: 1 });
  });
});

describe('searchNodes', () => {
  it('wants every word, ignores case and puts an exact id first', () => {
    const read = readGraph([
      frameOf('nodes', { id: ['12', '2', '3'], title: ['Two words', 'Other', 'two more WORDS'] }),
    ]);
    const model = (read as { graph: GraphModel }).graph;
    expect(searchNodes(model, 'words TWO')).toEqual([0, 2]);
    expect(searchNodes(model, '2')).toEqual([1, 0]);
    expect(searchNodes(model, '  ')).toEqual([]);
  });
});
