import { compressGaps } from '../model/gaps.ts';
import type { Projection } from '../model/lod.ts';
import { extentOf } from '../model/span-table.ts';
import { PLAIN_SCALE, type TimeScale } from '../model/time-scale.ts';
import type { Timeline } from '../model/timeline.ts';
import type { Viewport } from '../model/viewport.ts';
import type { Inputs } from './inputs.ts';

/** The time side of the picture: how far the data reach, what part of it is shown, and how time lies on the screen. */
export class TimeView {
  scale: TimeScale = PLAIN_SCALE;
  squeezed = false;
  /** What somebody zoomed or moved to, drawn ms; undefined shows `home`. */
  zoomed: Viewport | undefined;
  #inputs: Inputs | undefined;
  #extent: ReturnType<typeof extentOf>;
  #rangeKey = '';

  /** Takes in new data and the dashboard's range. A range somebody chose takes the place of what was zoomed to. */
  setInputs(inputs: Inputs, timeline: Timeline): void {
    this.#inputs = inputs;
    this.#extent = extentOf(timeline.table, this.now());
    const { from, to } = inputs.timeRange.raw;
    const key = `${typeof from === 'string' ? from : from.valueOf()} ${typeof to === 'string' ? to : to.valueOf()}`;
    if (key !== this.#rangeKey) {
      this.#rangeKey = key;
      this.zoomed = undefined;
    }
  }

  /** Works out squeezed gaps anew, where they are wanted. */
  rescale(timeline: Timeline): void {
    const { from, to } = this.extent();
    const minimum = (this.#inputs?.options.gapSeconds ?? 0) * 1000;
    this.scale =
      this.squeezed && this.#extent ? compressGaps(timeline.table, timeline.links, from, to, minimum) : PLAIN_SCALE;
  }

  /** The end of what runs, epoch ms: the clock, or the end of a dashboard range that lies in the past. */
  now(): number {
    const range = this.#inputs?.timeRange;
    const clock = Date.now();
    return !range || typeof range.raw.to === 'string' ? clock : Math.min(clock, range.to.valueOf());
  }

  get hasRunning(): boolean {
    return (this.#extent?.running ?? 0) > 0;
  }

  /** The data's first and last moment, epoch ms; what runs lasts until now. */
  extent(): { from: number; to: number } {
    const now = this.now();
    const extent = this.#extent ?? { from: now - 1000, to: now, running: 0 };
    return { from: extent.from, to: extent.running > 0 ? Math.max(extent.to, now) : extent.to };
  }

  /** The same with a little air, drawn ms. */
  whole(): Viewport {
    const extent = this.extent();
    const from = this.scale.virtual(extent.from);
    const length = Math.max(1, this.scale.virtual(extent.to) - from);
    return { from: from - length * 0.01, to: from + length * 1.015 };
  }

  /** What is shown unless somebody zoomed: the dashboard's range where the data fill at least half of it, else the data. */
  home(): Viewport {
    const whole = this.whole();
    const { timeRange, options } = this.#inputs!;
    const from = timeRange.from.valueOf();
    const to = timeRange.to.valueOf();
    if (this.squeezed || options.range === 'data' || !(to > from)) {
      return whole;
    }
    const shared = Math.min(to, whole.to) - Math.max(from, whole.from);
    return options.range === 'dashboard' || shared / (to - from) >= 0.5 ? { from, to } : whole;
  }

  viewport(): Viewport {
    return this.zoomed ?? this.home();
  }

  /** The largest stretch one can move over. */
  reach(): Viewport {
    const whole = this.whole();
    const home = this.home();
    return { from: Math.min(whole.from, home.from), to: Math.max(whole.to, home.to) };
  }

  projection(width: number, viewport = this.viewport()): Projection {
    const { scale } = this;
    const perMs = width / (viewport.to - viewport.from);
    return {
      width,
      now: this.now(),
      toX: (time) => (scale.virtual(time) - viewport.from) * perMs,
      toTime: (x) => scale.real(viewport.from + x / perMs),
    };
  }
}
