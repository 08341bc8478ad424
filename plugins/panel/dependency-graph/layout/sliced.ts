import { layoutGraph } from './layout-graph.ts';
import type { LayoutInput, LayoutResult } from './types.ts';

/** Longest stretch of work before the page gets its turn, milliseconds. */
const SLICE_MS = 8;

export interface SliceTools {
  now: () => number;
  /** Calls back after the browser had a chance to draw and to handle input. */
  later: (next: () => void) => void;
}

/**
 * The layout on the page's own thread, in slices of at most about 8 ms: for pages whose policy refuses blob workers.
 * Resolves with null when `isStale` says that nobody wants the result any more. The time budget counts work, not waiting.
 */
export function runSliced(
  input: LayoutInput,
  tools: SliceTools,
  isStale: () => boolean = () => false
): Promise<LayoutResult | null> {
  let worked = 0;
  let sliceStart = tools.now();
  const clock = (): number => worked + (tools.now() - sliceStart);
  const steps = layoutGraph(input, clock);
  return new Promise((resolve, reject) => {
    const slice = (): void => {
      if (isStale()) {
        resolve(null);
        return;
      }
      sliceStart = tools.now();
      try {
        do {
          const step = steps.next();
          if (step.done === true) {
            resolve(step.value);
            return;
          }
        } while (tools.now() - sliceStart < SLICE_MS);
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)));
        return;
      }
      worked += tools.now() - sliceStart;
      tools.later(slice);
    };
    slice();
  });
}

/** The browser's clock, and a turn of its event loop. */
export const BROWSER_TOOLS: SliceTools = {
  now: () => performance.now(),
  later: (next) => {
    setTimeout(next, 0);
  },
};
