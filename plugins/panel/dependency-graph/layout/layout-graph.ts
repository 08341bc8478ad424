import { arrange } from './arrange.ts';
import { keepPlaces } from './keep-places.ts';
import { routeEdges } from './routes.ts';
import { type Clock, type LayoutInput, type LayoutResult } from './types.ts';

/**
 * The whole layout as a generator: it yields often (every few milliseconds of work), so that the same code runs through
 * in a worker and in slices on the main thread. Never throws for input that keeps the rules of `LayoutInput`.
 */
export function* layoutGraph(input: LayoutInput, now: () => number): Generator<void, LayoutResult> {
  const start = now();
  const clock: Clock = { now, deadline: start + input.budgetMs };
  if (input.mode === 'keep' && input.previous !== null) {
    const kept = yield* keepPlaces(input, clock);
    if (kept !== null) {
      return { ...kept, bounds: boundsOf(kept.boxes), simplified: [], elapsedMs: now() - start };
    }
  }
  const arranged = yield* arrange(input, clock);
  const routes = routeEdges(input, arranged);
  yield;
  return {
    boxes: arranged.boxes,
    ...routes,
    bounds: boundsOf(arranged.boxes),
    simplified: reasons(arranged.levels),
    elapsedMs: now() - start,
  };
}

function reasons(levels: ReadonlyArray<{ straight: number; late: boolean }>): string[] {
  const found: string[] = [];
  const straight = levels.reduce((sum, level) => sum + level.straight, 0);
  if (straight > 0) {
    found.push(`${straight.toLocaleString('en-US')} long edges are drawn straight, past other tasks`);
  }
  if (levels.some((level) => level.late)) {
    found.push('the time for untangling edges was up');
  }
  return found;
}

/** Left, top, right and bottom of all boxes; zeros for none. */
function boundsOf(boxes: Float64Array): LayoutResult['bounds'] {
  const bounds: LayoutResult['bounds'] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let at = 0; at < boxes.length; at += 4) {
    bounds[0] = Math.min(bounds[0], boxes[at] as number);
    bounds[1] = Math.min(bounds[1], boxes[at + 1] as number);
    bounds[2] = Math.max(bounds[2], (boxes[at] as number) + (boxes[at + 2] as number));
    bounds[3] = Math.max(bounds[3], (boxes[at + 1] as number) + (boxes[at + 3] as number));
  }
  return boxes.length === 0 ? [0, 0, 0, 0] : bounds;
}

/** Runs a layout to its end at once: in the worker, and in tests. */
export function runLayout(input: LayoutInput, now: () => number = () => performance.now()): LayoutResult {
  const steps = layoutGraph(input, now);
  for (;;) {
    const step = steps.next();
    if (step.done === true) {
      return step.value;
    }
  }
}
