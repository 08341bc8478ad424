import { type DurationSample } from '../../../backend/src/analysis/durations.ts';
import { seededRandom } from '../../../backend/src/analysis/random.ts';
import { type TaskItem } from '../../../backend/src/analysis/task-graph.ts';
import { type Backtest, estimateOf } from './estimate.ts';

export interface Scenario {
  name: string;
  tasks: number;
  parallel: number;
  /** Spread of the durations: σ of their logarithm. */
  sigma: number;
  /** Share of attempts that fail for a passing reason; each costs a pause and another attempt. */
  failing: number;
}

const MEDIAN_MS = 10 * 60_000;
const ASKED_AT = [0.25, 0.5, 0.75];

/**
 * A run as `execute` makes it, with durations that are known: as many at once as allowed, the first ready one next, what fails is tried again
 * after a pause. It is asked for its end when a quarter, a half and three quarters of its tasks are done.
 */
export function simulatedRun({ tasks, parallel, sigma, failing }: Scenario, seed: number): Backtest[] {
  const random = seededRandom(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const duration = () => {
    let all = MEDIAN_MS * Math.exp(sigma * normal());
    for (let pause = 2_000; random() < failing; pause *= 2) {
      all += pause + MEDIAN_MS * Math.exp(sigma * normal());
    }
    return all;
  };
  const needs = Array.from({ length: tasks }, (_, id) =>
    id < 3 || random() < 0.3 ? [] : [...new Set([id - 1 - Math.floor(random() * Math.min(id, 12))])]
  );
  const takes = needs.map(duration);
  const begun = new Map<number, number>();
  const ended = new Map<number, number>();
  const moments: number[] = [];
  let now = 0;
  while (ended.size < tasks) {
    for (let id = 0; id < tasks && begun.size - ended.size < parallel; id++) {
      if (!begun.has(id) && needs[id]!.every((on) => ended.has(on))) {
        begun.set(id, now);
      }
    }
    const next = [...begun]
      .filter(([id]) => !ended.has(id))
      .sort((a, b) => a[1] + takes[a[0]]! - b[1] - takes[b[0]]!)[0]!;
    now = next[1] + takes[next[0]]!;
    ended.set(next[0], now);
    moments.push(now);
  }
  return ASKED_AT.flatMap((share) => {
    const at = moments[Math.floor(tasks * share)]! + 1;
    const isOver = (id: number) => (ended.get(id) ?? Infinity) <= at;
    const isRunning = (id: number) => begun.get(id)! <= at && !isOver(id);
    const items = needs.map((on, id): TaskItem => {
      const status = isOver(id) ? 'done' : isRunning(id) ? 'in-progress' : 'pending';
      const dependencies = on.map((one) => ({ raw: `${one + 1}`, taskId: `${one + 1}` }));
      return { taskId: `${id + 1}`, title: `Task ${id + 1}`, status, position: id, dependencies, parentId: undefined };
    });
    const samples = takes.flatMap((durationMs, id): DurationSample[] =>
      isOver(id) ? [{ durationMs, subtasks: 0, isSubtask: false }] : []
    );
    const running = new Map(needs.flatMap((_on, id) => (isRunning(id) ? [[`${id + 1}`, at - begun.get(id)!]] : [])));
    const { p50Ms, p80Ms } = estimateOf(items, samples, running as Map<string, number>, seed);
    return p50Ms === undefined || p80Ms === undefined ? [] : [{ p50: p50Ms, p80: p80Ms, actual: now - at }];
  });
}
