import { type TaskGraph } from '../../analysis/task-graph.ts';

/**
 * What lies within `depth` steps of a task, up (what it waits for) and down (what waits for it), with its subtasks and parents. Up and
 * down are walked apart: what a dependency's other dependants do is of no interest here.
 */
export function neighbourhood(graph: TaskGraph, center: number, depth: number): Set<number> {
  const dependants: number[][] = graph.items.map(() => []);
  graph.dependencies.forEach((sources, place) => {
    for (const source of sources) {
      dependants[source]!.push(place);
    }
  });
  const found = new Set<number>();
  const family = [center, ...descendants(graph, center)];
  walk(family, depth, found, (place) => graph.dependencies[place]!);
  walk(family, depth, found, (place) => dependants[place]!);
  for (const place of [...found]) {
    for (let at = graph.parent[place]!; at >= 0; at = graph.parent[at]!) {
      found.add(at);
    }
  }
  return found;
}

function descendants(graph: TaskGraph, place: number): number[] {
  const found = [...graph.children[place]!];
  for (let at = 0; at < found.length; at += 1) {
    found.push(...graph.children[found[at]!]!);
  }
  return found;
}

function walk(from: number[], depth: number, found: Set<number>, next: (place: number) => readonly number[]): void {
  const seen = new Set(from);
  let edge = from;
  for (let step = 0; edge.length > 0; step += 1) {
    const further: number[] = [];
    for (const place of edge) {
      found.add(place);
      for (const target of step < depth ? next(place) : []) {
        if (!seen.has(target)) {
          seen.add(target);
          further.push(target);
        }
      }
    }
    edge = further;
  }
}
