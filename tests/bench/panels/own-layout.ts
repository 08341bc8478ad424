import { runLayout } from '../../../plugins/panel/dependency-graph/layout/layout-graph.ts';
import { METRICS } from '../../../plugins/panel/dependency-graph/layout/metrics.ts';
import { type FrameJson } from '../../browser/support/fake-service.ts';

/** Our layout alone, in this process, of the same graph that the others get: milliseconds, without reading or drawing. */
export function ownLayout(frames: FrameJson[]): number {
  const [nodes, edges] = frames as [FrameJson, FrameJson];
  const ids = nodes.data.values[0] as string[];
  const at = new Map(ids.map((id, index) => [id, index]));
  const ends = (column: number) => Int32Array.from(edges.data.values[column] as string[], (id) => at.get(id) ?? 0);
  const all = (value: number) => new Float64Array(ids.length).fill(value);
  const input = {
    count: ids.length,
    direction: 'LR' as const,
    aspect: 1.6,
    parent: new Int32Array(ids.length).fill(-1),
    width: all(METRICS.task.width),
    height: all(METRICS.task.height),
    source: ends(1),
    target: ends(2),
    previous: null,
    mode: 'fresh' as const,
    previousRoutes: null,
    budgetMs: 1800,
  };
  const start = performance.now();
  runLayout(input);
  return performance.now() - start;
}
