import type { LayoutRunner } from '../layout/layout-runner.ts';
import type { Direction, LayoutResult } from '../layout/types.ts';
import type { GraphModel } from '../model/types.ts';
import type { VisibleGraph } from '../model/visible.ts';
import { type KnownLayout, layoutInput, placeKey } from './layout-input.ts';

/** Why a layout is wanted: new data keeps places, folding keeps the order, tidying begins anew. */
export type LayoutCause = 'data' | 'fold' | 'tidy';

export interface Wanted {
  model: GraphModel;
  graph: VisibleGraph;
  direction: Direction;
  /** Width divided by height of the panel. */
  aspect: number;
  cause: LayoutCause;
}

export interface Placed {
  model: GraphModel;
  graph: VisibleGraph;
  layout: LayoutResult;
  cause: LayoutCause;
}

const STRENGTH: Record<LayoutCause, number> = { data: 0, fold: 1, tidy: 2 };

/**
 * Keeps the layout in step with the graph: one layout at a time, always for the newest graph, each starting from the
 * places of the one before, so that a node placed once stays. New values alone need no layout at all.
 */
export class LayoutSession {
  private readonly runner: LayoutRunner;
  private readonly onPlaced: (placed: Placed) => void;
  private readonly onFailed: (message: string) => void;
  private known: (KnownLayout & { key: string }) | null = null;
  private wanted: Wanted | null = null;
  private busy = false;
  private disposed = false;

  constructor(runner: LayoutRunner, onPlaced: (placed: Placed) => void, onFailed: (message: string) => void) {
    this.runner = runner;
    this.onPlaced = onPlaced;
    this.onFailed = onFailed;
  }

  want(wanted: Wanted): void {
    const cause =
      this.wanted !== null && STRENGTH[this.wanted.cause] > STRENGTH[wanted.cause] ? this.wanted.cause : wanted.cause;
    this.wanted = { ...wanted, cause };
    if (!this.busy) {
      this.next();
    }
  }

  dispose(): void {
    this.disposed = true;
    this.runner.dispose();
  }

  private next(): void {
    const { wanted, known } = this;
    this.wanted = null;
    if (wanted === null || this.disposed) {
      return;
    }
    const { model, graph, direction, aspect, cause } = wanted;
    const key = placeKey(model, graph);
    if (cause !== 'tidy' && known?.key === key && known.direction === direction) {
      this.known = { ...known, graph };
      this.onPlaced({ model, graph, layout: known.layout, cause });
      return;
    }
    const mode = cause === 'tidy' ? 'fresh' : cause === 'fold' ? 'order' : 'keep';
    this.busy = true;
    this.runner.run(layoutInput(model, graph, direction, known, mode, aspect)).then(
      (layout) => {
        this.busy = false;
        if (this.disposed || layout === null) {
          return;
        }
        this.known = { key, graph, direction, layout };
        this.onPlaced({ model, graph, layout, cause });
        this.next();
      },
      (error: Error) => {
        this.busy = false;
        if (!this.disposed) {
          this.onFailed(error.message);
          this.next();
        }
      }
    );
  }
}
