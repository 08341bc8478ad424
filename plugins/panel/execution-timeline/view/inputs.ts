import type { DataFrame, TimeRange } from '@grafana/data';
import type { Hit } from '../model/hit-test.ts';
import type { TimelineOptions } from '../options.ts';

/** How the dashboard's time zone writes times. */
export interface Zone {
  /** `format` as moment reads it. */
  format: (time: number, format: string) => string;
  /** Distance from UTC at a time, ms. */
  offset: (time: number) => number;
}

/** What the panel hands to the store. */
export interface Inputs {
  frames: readonly DataFrame[];
  options: TimelineOptions;
  timeRange: TimeRange;
  zone: Zone;
  /** Whether a finger points: rows are as high as a touch target must be. */
  coarse: boolean;
  /** Height of the whole view, px: decides how much is open at first. */
  height: number;
}

/** Where the pointer is and what lies below it. */
export interface Hover {
  hit: Hit | undefined;
  /** CSS px from the canvas' corner. */
  x: number;
  y: number;
  /** Epoch ms. */
  time: number;
}

/** Called after a change: `view` when what React shows may differ, `draw` when only the picture does, `hover` for the pointer. */
export type Change = 'view' | 'draw' | 'hover';
