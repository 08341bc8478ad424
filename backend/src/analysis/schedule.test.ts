import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { task, taskList } from './testing/tasks.ts';
import { criticalPath } from './critical-path.ts';
import { buildDurationModel, type DurationSample } from './durations.ts';
import { estimateEta } from './eta.ts';
import { MinHeap } from './min-heap.ts';
import { leftOutItems } from './progress.ts';
import { quantile } from './quantile.ts';
import { seededRandom } from './random.ts';
import { drawRemaining } from './schedule-simulation.ts';
import { buildTaskGraph, type TaskGraph } from './task-graph.ts';
import { buildWorkNetwork } from './work-network.ts';

const MINUTE = 60_000;
const samples = (...minutes: number[]): DurationSample[] =>
  minutes.map((one) => ({ durationMs: one * MINUTE, subtasks: 0, isSubtask: false }));

function pathOf(graph: TaskGraph, weight: (place: number) => number = () => 1) {
  const network = buildWorkNetwork(graph, true);
  const found = criticalPath(graph, network, leftOutItems(graph), weight);
  return { ...found, network, ids: found.chain.map((place) => graph.items[place]!.taskId) };
}

function etaOf(graph: TaskGraph, history: DurationSample[], parallel = 1, elapsedMs = new Map<number, number>()) {
  const leftOut = leftOutItems(graph);
  return estimateEta({
    graph,
    network: buildWorkNetwork(graph, true),
    leftOut,
    model: buildDurationModel(graph, history, leftOut),
    elapsedMs,
    parallel,
    rank: Float64Array.from(graph.items, (_item, place) => place),
    seed: 7,
  });
}

describe('criticalPath', () => {
  it('goes through subtasks: what waits for a task waits for all of them', () => {
    const graph = buildTaskGraph([
      task('1', { status: 'done' }),
      task('2', { needs: ['1'] }),
      task('2.1'),
      task('2.2', { needs: ['2.1'] }),
      task('3', { needs: ['1'] }),
      task('4', { needs: ['2', '3'] }),
    ]);
    const { ids, length, slack, critical } = pathOf(graph);
    expect(ids).toEqual(['2.1', '2.2', '4']);
    expect(length).toBe(3);
    expect([...critical]).toEqual([0, 1, 1, 1, 0, 1]);
    expect(slack[4]).toBe(1);
    expect(slack[0]).toBeNaN();
  });

  it('leaves circles out and reports them', () => {
    const graph = buildTaskGraph([
      task('1', { needs: ['2'] }),
      task('2', { needs: ['1'] }),
      task('3', { needs: ['2'] }),
      task('4', { needs: ['4.1'] }),
      task('4.1', { needs: ['4'] }),
    ]);
    const { ids, network } = pathOf(graph);
    expect(ids).toHaveLength(2);
    expect(network.cycles).toEqual([
      [0, 1],
      [3, 4],
    ]);
  });

  it('never throws, and its length is that of its chain', () => {
    fc.assert(
      fc.property(taskList, fc.array(fc.nat(9), { minLength: 14, maxLength: 14 }), (items, weights) => {
        const graph = buildTaskGraph(items);
        const { chain, length, slack } = pathOf(graph, (place) => weights[place]!);
        expect(chain.reduce((sum, place) => sum + weights[place]!, 0)).toBe(length);
        expect(chain.every((place) => slack[place] === 0)).toBe(true);
        expect(slack.every((one) => Number.isNaN(one) || one >= 0)).toBe(true);
      })
    );
  });

  it('follows a chain of 20,000 tasks', () => {
    const graph = buildTaskGraph(
      Array.from({ length: 20_000 }, (_item, at) => task(String(at + 1), { needs: at > 0 ? [String(at)] : [] }))
    );
    expect(pathOf(graph).length).toBe(20_000);
  });
});

describe('expected duration', () => {
  const graph = buildTaskGraph([
    task('1', { complexity: 9 }),
    task('2'),
    task('3'),
    task('3.1'),
    task('3.2'),
    task('3.3', { status: 'cancelled' }),
  ]);
  const leftOut = leftOutItems(graph);

  it('is unknown below five samples', () => {
    const model = buildDurationModel(graph, samples(1, 2, 3, 4), leftOut);
    expect([model.samples, model.expectedMs(0)]).toEqual([4, undefined]);
  });

  it('takes the finest class that has enough, and sums subtasks', () => {
    const hard = [50, 60, 70, 80, 90].map((one) => ({ ...samples(one)[0]!, complexity: 8 }));
    const model = buildDurationModel(graph, [...samples(1, 2, 3, 4, 5), ...hard], leftOut);
    expect(model.expectedMs(0)).toBe(70 * MINUTE);
    expect(model.expectedMs(1)).toBe(3 * MINUTE);
    expect(model.expectedMs(2)).toBe(2 * 27.5 * MINUTE);
  });
});

describe('eta', () => {
  const chain = buildTaskGraph([task('1'), task('2', { needs: ['1'] }), task('3', { needs: ['2'] })]);
  const apart = buildTaskGraph([task('1'), task('2'), task('3')]);

  it('says what is missing', () => {
    expect(etaOf(chain, samples(1, 2)).basis).toBe(
      'Not enough history: 2 finished tasks with a seen start, 3 more needed.'
    );
    expect(etaOf(buildTaskGraph([task('1', { status: 'done' })]), []).basis).toBe('No open tasks.');
  });

  it('adds up a chain, and shares out what is apart', () => {
    const steady = samples(10, 10, 10, 10, 10);
    expect(etaOf(chain, steady, 3)).toMatchObject({ p50Ms: 30 * MINUTE, p80Ms: 30 * MINUTE });
    expect(etaOf(apart, steady, 1).p50Ms).toBe(30 * MINUTE);
    expect(etaOf(apart, steady, 2).p50Ms).toBe(20 * MINUTE);
    expect(etaOf(apart, steady, 3).p50Ms).toBe(10 * MINUTE);
  });

  it('takes off what is done of work under way', () => {
    const running = buildTaskGraph([task('1', { status: 'in-progress' })]);
    expect(etaOf(running, samples(10, 10, 10, 10, 10), 1, new Map([[0, 4 * MINUTE]])).p50Ms).toBe(6 * MINUTE);
  });

  it('is the same for the same state', () => {
    const history = samples(1, 5, 9, 20, 60);
    expect(etaOf(apart, history)).toEqual(etaOf(apart, history));
  });

  it('ends whatever the file says', () => {
    fc.assert(
      fc.property(taskList, fc.integer({ min: 1, max: 4 }), (items, parallel) => {
        const graph = buildTaskGraph(items);
        const running = new Map(
          graph.items.flatMap((item, at) => (item.status === 'in-progress' ? [[at, 3 * MINUTE] as const] : []))
        );
        const eta = etaOf(graph, samples(1, 2, 3, 4, 50), parallel, running);
        if (eta.p50Ms !== undefined) {
          expect(eta.p50Ms).toBeGreaterThanOrEqual(0);
          expect(eta.p80Ms).toBeGreaterThanOrEqual(eta.p50Ms);
        }
      })
    );
  });

  // A project whose durations come from one distribution: the p80 said beforehand should hold about 8 times of 10.
  it('holds its p80 in about 80 % of simulated projects', () => {
    const random = seededRandom(2026);
    const draw = () => Math.exp(3 + randomNormal(random)) * MINUTE;
    let held = 0;
    const projects = 200;
    for (let project = 0; project < projects; project += 1) {
      const history = Array.from({ length: 60 }, () => ({ durationMs: draw(), subtasks: 0, isSubtask: false }));
      const graph = buildTaskGraph(Array.from({ length: 20 }, (_item, at) => task(String(at + 1))));
      const truth = graph.items.reduce((sum) => sum + draw(), 0);
      held += truth <= etaOf(graph, history).p80Ms! ? 1 : 0;
    }
    expect(held / projects).toBeGreaterThan(0.68);
    expect(held / projects).toBeLessThan(0.9);
  });
});

function randomNormal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

describe('drawRemaining', () => {
  it('draws only what is longer than the time taken', () => {
    const seen = Float64Array.from([10, 20, 30]);
    expect(drawRemaining(seen, 25, () => 0.99)).toBe(5);
    expect(drawRemaining(seen, 30, () => 0.5)).toBe(30);
    expect(drawRemaining(seen, 0, () => 0)).toBe(10);
  });
});

describe('MinHeap', () => {
  it('gives values by key', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1000), { maxLength: 60 }), (keys) => {
        const heap = new MinHeap(keys.length);
        keys.forEach((key) => heap.push(key, key));
        expect(keys.map(() => heap.pop())).toEqual(keys.toSorted((a, b) => a - b));
      })
    );
  });
});

describe('quantile', () => {
  it('lies between order statistics', () => {
    expect(quantile([1, 2, 3, 4], 0.5)).toBe(2.5);
    expect(quantile([7], 0.8)).toBe(7);
  });
});
