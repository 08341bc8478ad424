import type { Colors } from '../model/colors.ts';
import type { Dependencies } from '../model/dependencies.ts';
import type { Lane } from '../model/lanes.ts';
import type { Projection } from '../model/lod.ts';
import type { Profile } from '../model/profile.ts';
import type { Overview } from '../model/overview.ts';
import type { Rows } from '../model/rows.ts';
import type { Timeline } from '../model/timeline.ts';
import type { TimeScale } from '../model/time-scale.ts';
import type { Measure } from '../model/fit-text.ts';
import type { Ink } from './ink.ts';

/** Where things lie on the canvas, CSS px. The plot is what is right of the gutter and below the axis. */
export interface Layout {
  width: number;
  height: number;
  /** Width of the column with row names. */
  gutter: number;
  overview: number;
  axis: number;
  row: number;
  /** y of the first row: overview and axis are above. */
  top: number;
  plotWidth: number;
  plotHeight: number;
}

/** All that one picture depends on. Built anew for each frame from what the view keeps. */
export interface Scene {
  layout: Layout;
  timeline: Timeline;
  rows: Rows;
  view: Projection;
  scale: TimeScale;
  scroll: number;
  ink: Ink;
  colors: Colors;
  measure: Measure;
  isCollapsed: (lane: Lane) => boolean;
  /** What a collapsed lane hides. */
  profileOf: (lane: number) => Profile;
  overview: Overview | undefined;
  /** Where the visible stretch lies in the overview, px from the plot's left edge. */
  window: { from: number; to: number };
  dependencies: Dependencies | undefined;
  /** Whether somebody zoomed or moved: else the overview needs no window. */
  zoomed: boolean;
  selected: number;
  focusedLine: number;
  /** Legend item all else is dimmed for. */
  highlight: string | undefined;
  /** First and last moment of the data, epoch ms. */
  extent: { from: number; to: number };
  showLabels: boolean;
  formatTime: (time: number, format: string) => string;
  zoneOffset: number;
}

export function layoutFor(
  width: number,
  height: number,
  row: number,
  overview: boolean,
  gutterWanted?: number
): Layout {
  const gutter = Math.round(
    gutterWanted ?? (width < 520 ? Math.max(96, width * 0.38) : Math.min(320, Math.max(190, width * 0.27)))
  );
  const strip = overview && height > 160 ? 36 : 0;
  const axis = 26;
  const top = strip + axis;
  return {
    width,
    height,
    gutter,
    overview: strip,
    axis,
    row,
    top,
    plotWidth: Math.max(1, width - gutter),
    plotHeight: Math.max(1, height - top),
  };
}

/** First and one-past-last line that can be seen. */
export function visibleLines(scene: Pick<Scene, 'layout' | 'rows' | 'scroll'>): [number, number] {
  const { layout, rows, scroll } = scene;
  const first = Math.max(0, Math.floor(scroll / layout.row));
  return [first, Math.min(rows.count, Math.ceil((scroll + layout.plotHeight) / layout.row))];
}
