import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frameOf } from '../testing/frames.ts';
import { hasTaskFiles, taskFileFrames } from '../testing/task-file-frames.ts';
import { readGraph } from './read-graph.ts';
import type { GraphModel } from './types.ts';

function graphOf(...frames: Array<ReturnType<typeof frameOf>>): GraphModel {
  const read = readGraph(frames);
  if (!read.ok) {
    throw new Error(read.problem);
  }
  return read.graph;
}

const texts = (graph: GraphModel): string => graph.notices.map((notice) => notice.text).join('\n');

describe('readGraph', () => {
  it('takes nodes and edges with fields in any case, by their fields and not by their names', () => {
    const graph = graphOf(
      frameOf('B', { Source: ['a'], TARGET: ['b'] }),
      frameOf('A', {
        ID: ['a', 'b'],
        Title: ['First', ''],
        mainStat: [1, 2],
        arc__done: [0.5, 2],
        detail__who: ['x', 'y'],
      })
    );
    expect(graph.nodes.map((node) => [node.id, node.title, node.arcs])).toEqual([
      ['a', 'First', [0.5]],
      ['b', 'b', [1]],
    ]);
    expect(graph.edges).toMatchObject([{ source: 0, target: 1, resolved: true, inCycle: false }]);
    expect(graph.hasStatus).toBe(false);
    expect(graph.nodes[0]?.status).toBeNull();
  });

  it('makes nodes of the ends when there is no node frame', () => {
    const graph = graphOf(frameOf('edges', { source: ['a', 'b'], target: ['b', 'c'] }));
    expect(graph.nodes.map((node) => [node.id, node.ghost])).toEqual([
      ['a', false],
      ['b', false],
      ['c', false],
    ]);
    expect(graph.notices).toEqual([]);
  });

  it('says what it expects where there is nothing to draw', () => {
    for (const frames of [
      [frameOf('table', { value: [1] })],
      [frameOf('nodes', { title: ['no id'] })],
      [frameOf('edges', { source: ['a'] })],
      [frameOf('nodes', { id: [null, Number.NaN, ''] })],
    ]) {
      const read = readGraph(frames);
      expect(read).toMatchObject({ ok: false, problem: expect.stringContaining('`id`') });
    }
  });

  it('says what to do where there are no tasks, in words of tasks', () => {
    const empty = [
      [],
      [frameOf('none', {})],
      [frameOf('nodes', { id: [] })],
      [frameOf('edges', { source: [], target: [] })],
    ];
    for (const frames of empty) {
      expect(readGraph(frames)).toMatchObject({
        ok: false,
        problem: expect.stringMatching(/^No tasks to show\. [^`]+$/),
      });
    }
  });

  it('keeps dangling edges as unresolved ones to a node that says it is missing', () => {
    const graph = graphOf(
      frameOf('nodes', { id: ['1'], status: ['pending'] }),
      frameOf('edges', { source: ['99'], target: ['1'] })
    );
    expect(graph.nodes[1]).toMatchObject({ id: '99', ghost: true });
    expect(graph.edges[0]?.resolved).toBe(false);
    expect(graph.nodes[0]).toMatchObject({ blockedBy: ['99'], ready: false });
    expect(texts(graph)).toContain('99');
  });

  it('finds circles and self-edges itself, marks only the edges on them, and names them', () => {
    const graph = graphOf(
      frameOf('nodes', { id: ['a', 'b', 'c', 'd'] }),
      frameOf('edges', { source: ['a', 'b', 'c', 'c', 'd'], target: ['b', 'c', 'a', 'd', 'd'] })
    );
    expect(graph.edges.map((edge) => edge.inCycle)).toEqual([true, true, true, false, true]);
    expect(texts(graph)).toContain('a ⇄ b ⇄ c');
    expect(texts(graph)).toContain('1 task with a dependency on itself: d.');
  });

  it('tells of duplicate ids, rows without id and unknown parents, and goes on', () => {
    const graph = graphOf(frameOf('nodes', { id: ['a', 'a', null, 'b'], parentId: [null, null, null, 'zz'] }));
    expect(graph.nodes.map((node) => node.id)).toEqual(['a', 'b']);
    expect(texts(graph)).toContain('1 row left out because the id was there before: a.');
    expect(texts(graph)).toContain('no `id`');
    expect(texts(graph)).toContain('zz');
  });

  it('nests by parentId and by contains edges, and cuts loops of parents', () => {
    const graph = graphOf(
      frameOf('nodes', { id: ['1', '1.1', '2', '2.1', 'x', 'y'], parentId: [null, '1', null, null, 'y', 'x'] }),
      frameOf('edges', { source: ['2'], target: ['2.1'], kind: ['contains'] })
    );
    expect(graph.nodes[0]?.children).toEqual([1]);
    expect(graph.nodes[3]?.parent).toBe(2);
    expect(graph.edges).toEqual([]);
    expect(
      graph.nodes.filter((node) => node.id === 'x' || node.id === 'y').filter((node) => node.parent < 0)
    ).toHaveLength(1);
    expect(texts(graph)).toContain('1 loop of parents');
  });

  it('works out what is ready and what waits, unless the frame says so', () => {
    const nodes = { id: ['1', '2', '3'], status: ['done', 'pending', 'todo'] };
    const edges = frameOf('edges', { source: ['1', '2'], target: ['2', '3'] });
    const own = graphOf(frameOf('nodes', nodes), edges);
    expect(own.nodes.map((node) => [node.ready, node.blockedBy])).toEqual([
      [false, []],
      [true, []],
      [false, ['2']],
    ]);
    const told = graphOf(
      frameOf('nodes', { ...nodes, ready: [false, false, true], blockedBy: ['', '["7","8"]', '5, 6'] }),
      edges
    );
    expect(told.nodes.map((node) => [node.ready, node.blockedBy])).toEqual([
      [false, []],
      [false, ['7', '8']],
      [true, ['5', '6']],
    ]);
  });

  it('turns edges round when they start at what waits', () => {
    const frames = [frameOf('nodes', { id: ['a', 'b'] }), frameOf('edges', { source: ['a'], target: ['b'] })];
    const read = readGraph(frames, { flip: true });
    expect(read.ok && read.graph.edges[0]).toMatchObject({ source: 1, target: 0 });
  });

  it('draws the first of too many rows and says so', () => {
    const id = Array.from({ length: 1_000_000 }, (_, index) => index);
    const graph = graphOf(
      frameOf('nodes', { id }),
      frameOf('edges', { source: id, target: id.map((value) => value + 1) })
    );
    expect(graph.nodes).toHaveLength(20_000);
    expect(graph.edges.length).toBeLessThanOrEqual(60_000);
    expect(texts(graph)).toContain('the first 20,000 of 1,000,000 nodes');
    expect(texts(graph)).toContain('edges are left out');
  });

  it('uses the colour of a value mapping for its state', () => {
    const nodes = frameOf(
      'nodes',
      { id: ['a', 'b'], status: ['done', 'pending'] },
      { status: { mappings: [{} as never] } }
    );
    const status = nodes.fields[1];
    if (status !== undefined) {
      status.display = (value) => ({
        text: String(value),
        numeric: Number.NaN,
        color: value === 'done' ? '#123456' : '#base',
      });
    }
    expect(graphOf(nodes).nodes.map((node) => node.color)).toEqual(['#123456', null]);
  });

  it('never throws, and never leaves an index out of range, whatever the frames hold', () => {
    const cell = fc.oneof(
      fc.constantFrom('a', 'b', 'c', 'd', '1', '1.1', '', ' ', 'done', '[1', '["a"]'),
      fc.constantFrom<unknown>(null, undefined, Number.NaN, Infinity, -1, 0, 1, 0.5, true, false),
      fc.constantFrom<unknown>(['a', 2], {}, 10n)
    );
    const names = [
      'id',
      'source',
      'target',
      'parentId',
      'status',
      'kind',
      'ready',
      'blockedBy',
      'progress',
      'arc__a',
      'thickness',
    ];
    const frame = fc
      .tuple(fc.constantFrom('nodes', 'edges', 'x'), fc.uniqueArray(fc.constantFrom(...names)), fc.nat(12))
      .chain(([name, columns, rows]) =>
        fc
          .tuple(...columns.map(() => fc.array(cell, { minLength: rows, maxLength: rows })))
          .map((values) => frameOf(name, Object.fromEntries(columns.map((column, at) => [column, values[at] ?? []]))))
      );
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 4 }), (frames) => {
        const read = readGraph(frames);
        if (read.ok) {
          const { nodes, edges } = read.graph;
          for (const edge of edges) {
            expect(nodes[edge.source]).toBeDefined();
            expect(nodes[edge.target]).toBeDefined();
          }
          for (const node of nodes) {
            expect(node.parent).toBeLessThan(nodes.length);
            node.children.forEach((child) => expect(nodes[child]?.parent).toBe(node.index));
          }
        } else {
          expect(read.problem).toMatch(/\.$/);
        }
      }),
      { numRuns: 400 }
    );
  });

  it.skipIf(!hasTaskFiles())('reads real files with cycles and dangling references and tells of both', () => {
    const read = readGraph(taskFileFrames('BjornMelin__ai-docs-vector-db-hybrid-scraper.json'));
    expect(read.ok && read.graph.edges.some((edge) => edge.inCycle)).toBe(true);
    expect(read.ok && read.graph.nodes.some((node) => node.ghost)).toBe(true);
  });
});
