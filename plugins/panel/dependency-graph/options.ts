import type { Direction } from './layout/types.ts';

/** Options of the panel, as they are stored in a dashboard. */
export interface DependencyGraphOptions {
  /** `auto`: left to right where the panel is wider than high. */
  direction: 'auto' | Direction;
  /** What an edge's `source` is: what has to be done first, or the task that waits for it. */
  edgeSource: 'prerequisite' | 'dependent';
  /** `auto`: unfolded while the graph is small. */
  subtasks: 'auto' | 'expanded' | 'collapsed';
  hideFinished: boolean;
  foldFinished: boolean;
  showToolbar: boolean;
  showLegend: boolean;
  showMinimap: boolean;
  /** Running tasks pulse, unless the system asks for reduced motion. */
  pulse: boolean;
}

export const DEFAULT_OPTIONS: DependencyGraphOptions = {
  direction: 'auto',
  edgeSource: 'prerequisite',
  subtasks: 'auto',
  hideFinished: false,
  foldFinished: false,
  showToolbar: true,
  showLegend: true,
  showMinimap: true,
  pulse: true,
};
