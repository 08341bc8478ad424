import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { task, taskList } from './testing/tasks.ts';
import { compareTaskIds, nextTasks, runningTasks } from './next-tasks.ts';
import { countLeaves, progressOf } from './progress.ts';
import { readinessOf } from './readiness.ts';
import { packEdges, strongComponents } from './strong-components.ts';
import { bottomUp, buildTaskGraph } from './task-graph.ts';

const idsOf = (graph: ReturnType<typeof buildTaskGraph>, places: number[]) =>
  places.map((at) => graph.items[at]!.taskId);

describe('buildTaskGraph', () => {
  it('cuts circles of parents and knows what is missing', () => {
    const graph = buildTaskGraph([
      task('a', { parentId: 'b' }),
      task('b', { parentId: 'a' }),
      task('c', { parentId: 'gone', needs: ['a', 'a', 'nowhere'] }),
    ]);
    expect([...graph.parent].filter((at) => at === -1)).toHaveLength(2);
    expect(graph.dependencies[2]).toEqual([0]);
    expect(graph.unresolved[2]).toEqual(['nowhere']);
  });

  it('orders every item once, children first, whatever the file', () => {
    fc.assert(
      fc.property(taskList, (items) => {
        const graph = buildTaskGraph(items);
        const order = bottomUp(graph);
        expect(order.toSorted((a, b) => a - b)).toEqual(items.map((_item, at) => at));
        const placeOf = new Map(order.map((place, at) => [place, at]));
        graph.parent.forEach((above, place) => {
          if (above >= 0) {
            expect(placeOf.get(place)!).toBeLessThan(placeOf.get(above)!);
          }
        });
      })
    );
  });
});

describe('progress', () => {
  it('counts finished leaves among counted ones', () => {
    const graph = buildTaskGraph([
      task('1', { status: 'in-progress' }),
      task('1.1', { status: 'done' }),
      task('1.2', { status: 'completed' }),
      task('1.3'),
      task('1.4', { status: 'cancelled' }),
      task('2', { status: 'deferred' }),
      task('2.1'),
      task('3', { status: 'done' }),
    ]);
    const progress = progressOf(graph);
    expect(progress.share[0]).toBeCloseTo(2 / 3);
    expect(progress.counted[5]).toBe(0);
    expect(countLeaves(graph)).toEqual({
      total: 4,
      pending: 1,
      inProgress: 0,
      review: 0,
      blocked: 0,
      done: 3,
      deferred: 1,
      cancelled: 1,
      progress: 0.75,
    });
  });

  it('keeps shares within 0 and 1, and counts every leaf once', () => {
    fc.assert(
      fc.property(taskList, (items) => {
        const graph = buildTaskGraph(items);
        const { share } = progressOf(graph);
        expect(share.every((one) => one >= 0 && one <= 1)).toBe(true);
        const counts = countLeaves(graph);
        const leaves = graph.children.filter((children) => children.length === 0).length;
        expect(counts.total + counts.deferred + counts.cancelled).toBe(leaves);
      })
    );
  });
});

describe('readiness', () => {
  it('waits for what is unfinished, cancelled or not in the file, as Task Master does', () => {
    const graph = buildTaskGraph([
      task('1', { status: 'done' }),
      task('2', { status: 'cancelled' }),
      task('3', { needs: ['1'] }),
      task('4', { needs: ['1', '2'] }),
      task('5', { needs: ['99'] }),
      task('5.1'),
      task('6', { status: 'done', needs: ['5'] }),
      task('6.1'),
    ]);
    const { ready, blockedBy } = readinessOf(graph);
    expect([...ready]).toEqual([0, 0, 1, 0, 0, 0, 0, 0]);
    expect(blockedBy).toEqual([[], [], [], ['2'], ['99'], ['99'], [], ['5']]);
  });
});

describe('nextTasks', () => {
  it('takes subtasks of begun tasks first, then priority, number of dependencies and id', () => {
    const graph = buildTaskGraph([
      task('10', { priority: 'high' }),
      task('2', { priority: 'high' }),
      task('3', { status: 'in-progress', priority: 'low' }),
      task('3.1', { status: 'done' }),
      task('3.2', { needs: ['3.1'] }),
      task('3.3'),
      task('4', { priority: 'critical' }),
      task('7', { status: 'done' }),
      task('8', { priority: 'high', needs: ['7'] }),
      task('9'),
      task('9.1'),
    ]);
    expect(idsOf(graph, nextTasks(graph, readinessOf(graph)))).toEqual(['3.3', '3.2', '4', '2', '10', '8', '9']);
  });

  it('proposes only what is ready, each once', () => {
    fc.assert(
      fc.property(taskList, (items) => {
        const graph = buildTaskGraph(items);
        const readiness = readinessOf(graph);
        const next = nextTasks(graph, readiness);
        expect(new Set(next).size).toBe(next.length);
        expect(next.every((place) => readiness.ready[place] === 1)).toBe(true);
      })
    );
  });

  it('sorts ids as people read them', () => {
    expect(['10', '2', 'x', '1.10', '1.9', '1', '5#2', '5'].sort(compareTaskIds)).toEqual([
      '1',
      '1.9',
      '1.10',
      '2',
      '5',
      '5#2',
      '10',
      'x',
    ]);
  });

  it('lists the deepest item in work', () => {
    const graph = buildTaskGraph([
      task('1', { status: 'in-progress' }),
      task('1.1', { status: 'in-progress' }),
      task('2', { status: 'in-progress' }),
      task('2.1'),
    ]);
    expect(idsOf(graph, runningTasks(graph))).toEqual(['1.1', '2']);
  });
});

describe('strongComponents', () => {
  it('finds what can reach itself, as plain reachability does', () => {
    const edges = fc.array(fc.tuple(fc.nat(8), fc.nat(8)), { maxLength: 24 });
    fc.assert(
      fc.property(edges, (pairs) => {
        const from = pairs.map(([a]) => a);
        const to = pairs.map(([, b]) => b);
        const { of } = strongComponents(9, packEdges(9, from, to));
        const reach = Array.from({ length: 9 }, (_row, a) => Array.from({ length: 9 }, (_cell, b) => a === b));
        pairs.forEach(([a, b]) => (reach[a]![b] = true));
        for (let k = 0; k < 9; k += 1) {
          for (let a = 0; a < 9; a += 1) {
            for (let b = 0; b < 9; b += 1) {
              reach[a]![b] ||= reach[a]![k]! && reach[k]![b]!;
            }
          }
        }
        for (let a = 0; a < 9; a += 1) {
          for (let b = 0; b < 9; b += 1) {
            expect(of[a] === of[b]).toBe(reach[a]![b]! && reach[b]![a]!);
          }
        }
        pairs.forEach(([a, b]) => expect(of[a]!).toBeGreaterThanOrEqual(of[b]!));
      })
    );
  });

  it('follows a chain of 200,000 without recursion', () => {
    const size = 200_000;
    const from = Array.from({ length: size - 1 }, (_item, at) => at);
    const { count } = strongComponents(
      size,
      packEdges(
        size,
        from,
        from.map((at) => at + 1)
      )
    );
    expect(count).toBe(size);
  });
});
