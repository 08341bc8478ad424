import { buildDurationModel, type DurationSample } from '../../../backend/src/analysis/durations.ts';
import { type Eta, estimateEta } from '../../../backend/src/analysis/eta.ts';
import { nextTasks } from '../../../backend/src/analysis/next-tasks.ts';
import { leftOutItems } from '../../../backend/src/analysis/progress.ts';
import { readinessOf } from '../../../backend/src/analysis/readiness.ts';
import { buildTaskGraph, type TaskItem } from '../../../backend/src/analysis/task-graph.ts';
import { buildWorkNetwork } from '../../../backend/src/analysis/work-network.ts';

/** The estimate as the service makes it of such tasks. @param running how long each task in work has been, ms */
export function estimateOf(
  items: readonly TaskItem[],
  samples: readonly DurationSample[],
  running: ReadonlyMap<string, number>,
  seed: number
): Eta {
  const graph = buildTaskGraph(items);
  const leftOut = leftOutItems(graph);
  const ready = nextTasks(graph, readinessOf(graph));
  const rank = Float64Array.from(graph.items, (_item, place) => ready.length + place);
  ready.forEach((place, order) => (rank[place] = order));
  return estimateEta({
    graph,
    network: buildWorkNetwork(graph, true),
    leftOut,
    model: buildDurationModel(graph, samples, leftOut),
    elapsedMs: new Map([...running].map(([id, ms]) => [graph.byId.get(id) ?? -1, ms])),
    parallel: Math.max(1, running.size),
    rank,
    seed,
  });
}

/** One estimate and what came of it, ms from then. */
export interface Backtest {
  p50: number;
  p80: number;
  actual: number;
}

export interface Summary {
  estimates: number;
  /** Shares, %. */
  within50: number;
  within80: number;
  /** Median of p80 / p50. */
  band: number;
  /** Median of |p50 - actual| / actual, %. */
  error: number;
}

export function summaryOf(tests: readonly Backtest[]): Summary {
  const share = (holds: (one: Backtest) => boolean) => (100 * tests.filter(holds).length) / tests.length;
  const median = (of: (one: Backtest) => number) => {
    const sorted = tests.map(of).sort((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  };
  return {
    estimates: tests.length,
    within50: share(({ p50, actual }) => actual <= p50),
    within80: share(({ p80, actual }) => actual <= p80),
    band: median(({ p50, p80 }) => p80 / p50),
    error: 100 * median(({ p50, actual }) => Math.abs(p50 - actual) / actual),
  };
}
