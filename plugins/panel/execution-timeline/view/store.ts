import type { DataFrame, TimeRange } from '@grafana/data';
import type { Ink } from '../draw/ink.ts';
import { layoutFor, type Layout, type Scene } from '../draw/scene.ts';
import type { Measure } from '../model/fit-text.ts';
import { compressGaps } from '../model/gaps.ts';
import { hitLine, type Hit } from '../model/hit-test.ts';
import type { Lane, LaneOptions } from '../model/lanes.ts';
import type { Projection } from '../model/lod.ts';
import { levelsThatFit } from '../model/open-levels.ts';
import { overviewOf, type Overview } from '../model/overview.ts';
import { listRows, shownLine, type Rows } from '../model/rows.ts';
import { extentOf } from '../model/span-table.ts';
import { PLAIN_SCALE, type TimeScale } from '../model/time-scale.ts';
import { pan, zoom, type Viewport } from '../model/viewport.ts';
import { ROW_PIXELS, TOUCH_ROW, type TimelineOptions } from '../options.ts';
import { DataModel } from './data-model.ts';

export interface Hover {
  hit: Hit | undefined;
  /** CSS px from the canvas' corner. */
  x: number;
  y: number;
  time: number;
}

/** How the dashboard's time zone writes times. */
export interface Zone {
  /** `format` as moment reads it. */
  format: (time: number, format: string) => string;
  /** Distance from UTC at a time, ms. */
  offset: (time: number) => number;
}

export interface Inputs {
  frames: readonly DataFrame[];
  options: TimelineOptions;
  timeRange: TimeRange;
  zone: Zone;
  coarse: boolean;
  /** Height of the whole view, px: decides how much is open at first. */
  height: number;
}

/** What toolbar, overview, axis and legend take of the height, about, px. */
const CHROME = 120;

/** Called after a change: `view` when what React shows may differ, `draw` when only the picture does, `hover` for the pointer. */
export type Change = 'view' | 'draw' | 'hover';

/** The state of one timeline on screen. Data come in through `setInputs`, gestures and keys through the methods below. */
export class TimelineStore {
  readonly data = new DataModel();
  inputs: Inputs | undefined;
  layout: Layout = layoutFor(300, 200, 26, true);
  rows: Rows = { count: 0, lane: new Int32Array(), track: new Int32Array(), lineOf: new Int32Array() };
  scale: TimeScale = PLAIN_SCALE;
  scroll = 0;
  selected = -1;
  focusedLine = -1;
  highlight: string | undefined;
  tool: 'range' | 'pan' = 'range';
  squeezed = false;
  hover: Hover | undefined;
  /** Time another panel points at, epoch ms. */
  crosshair: number | undefined;
  /** The range being dragged, px from the plot's left edge. */
  drag: { from: number; to: number } | undefined;
  /** Rises with every `view` change. */
  revision = 0;
  #size = { width: 300, height: 200 };
  #zoomed: Viewport | undefined;
  #extent: ReturnType<typeof extentOf>;
  #levels: { of: LaneOptions | undefined; count: number } = { of: undefined, count: 1 };
  #folds = new Map<string, boolean>();
  #rangeKey = '';
  #optionsSeen: TimelineOptions | undefined;
  #overview: { key: string; made: Overview } | undefined;
  readonly #listeners = new Set<(change: Change) => void>();

  subscribe = (listener: (change: Change) => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  notify(change: Change): void {
    if (change === 'view') {
      this.revision++;
    }
    for (const listener of [...this.#listeners]) {
      listener(change);
    }
  }

  /** Takes in data, options and the dashboard's range; keeps viewport, folds and selection wherever they still have a place. */
  setInputs(inputs: Inputs): void {
    const before = this.data.timeline;
    const selectedId = before?.table.id[this.selected];
    const focusedKey = before?.lanes.lanes[this.rows.lane[this.focusedLine] ?? -1]?.key;
    const { options } = inputs;
    this.inputs = inputs;
    if (options.compressGaps !== this.#optionsSeen?.compressGaps) {
      this.squeezed = options.compressGaps;
    }
    const sortChanged =
      options.sortBy !== this.#optionsSeen?.sortBy || options.openLevels !== this.#optionsSeen?.openLevels;
    this.#optionsSeen = options;
    this.#relayout();
    const update = this.data.update(inputs.frames, options);
    const { timeline } = update;
    this.#extent = extentOf(timeline.table, this.now());
    if (update.kind !== 'same' || sortChanged) {
      if (update.resized || sortChanged || options.sortBy !== 'none') {
        this.#list();
      }
      if (update.kind === 'rebuilt') {
        this.selected = selectedId === undefined ? -1 : (timeline.idIndex.get(selectedId) ?? -1);
        const lane = focusedKey === undefined ? -1 : timeline.lanes.lanes.findIndex((one) => one.key === focusedKey);
        this.focusedLine = lane < 0 ? -1 : this.rows.lineOf[lane]!;
        this.hover = undefined;
      }
      this.#rescale();
    }
    const { from, to } = inputs.timeRange.raw;
    const rangeKey = `${typeof from === 'string' ? from : from.valueOf()} ${typeof to === 'string' ? to : to.valueOf()}`;
    if (rangeKey !== this.#rangeKey) {
      this.#rangeKey = rangeKey;
      this.#zoomed = undefined;
    }
    this.#relayout();
    this.notify('view');
  }

  setSize(width: number, height: number): void {
    this.#size = { width: Math.max(40, width), height: Math.max(40, height) };
    this.#relayout();
    this.notify('draw');
  }

  #relayout(): void {
    const options = this.inputs?.options;
    const row = this.inputs?.coarse ? TOUCH_ROW : ROW_PIXELS[options?.rowSize ?? 'medium'];
    this.layout = layoutFor(this.#size.width, this.#size.height, row, options?.showOverview ?? true);
    this.scrollTo(this.scroll);
  }

  /** The end of what runs, epoch ms: the clock, or the end of a dashboard range that lies in the past. */
  now(): number {
    const range = this.inputs?.timeRange;
    const clock = Date.now();
    if (!range || typeof range.raw.to === 'string') {
      return clock;
    }
    return Math.min(clock, range.to.valueOf());
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
    const { to } = extent;
    const from = this.scale.virtual(extent.from);
    const length = Math.max(1, this.scale.virtual(to) - from);
    return { from: from - length * 0.01, to: from + length * 1.015 };
  }

  /** What is shown unless somebody zoomed: the dashboard's range where the data fill enough of it, else the data. */
  home(): Viewport {
    const whole = this.whole();
    const { timeRange, options } = this.inputs!;
    const from = timeRange.from.valueOf();
    const to = timeRange.to.valueOf();
    if (this.squeezed || options.range === 'data' || !(to > from)) {
      return whole;
    }
    const shared = Math.min(to, whole.to) - Math.max(from, whole.from);
    return options.range === 'dashboard' || shared / (to - from) >= 0.5 ? { from, to } : whole;
  }

  viewport(): Viewport {
    return this.#zoomed ?? this.home();
  }

  get isZoomed(): boolean {
    return this.#zoomed !== undefined;
  }

  projection(viewport = this.viewport()): Projection {
    const { scale } = this;
    const width = this.layout.plotWidth;
    const perMs = width / (viewport.to - viewport.from);
    return {
      width,
      now: this.now(),
      toX: (time) => (scale.virtual(time) - viewport.from) * perMs,
      toTime: (x) => scale.real(viewport.from + x / perMs),
    };
  }

  setViewport(viewport: Viewport | undefined): void {
    const was = this.#zoomed !== undefined;
    this.#zoomed = viewport;
    this.notify(was === (viewport !== undefined) ? 'draw' : 'view');
  }

  /** The largest stretch one can pan over. */
  reach(): Viewport {
    const whole = this.whole();
    const home = this.home();
    return { from: Math.min(whole.from, home.from), to: Math.max(whole.to, home.to) };
  }

  zoomBy(factor: number, x = this.layout.plotWidth / 2): void {
    this.setViewport(zoom(this.viewport(), factor, x / this.layout.plotWidth, this.reach()));
  }

  panBy(share: number): void {
    this.setViewport(pan(this.viewport(), share, this.reach()));
  }

  /** Shows a stretch given in epoch ms with some air around it. */
  zoomToTimes(from: number, to: number): void {
    const start = this.scale.virtual(from);
    const length = Math.max(1, this.scale.virtual(to) - start);
    this.setViewport({ from: start - length * 0.08, to: start + length * 1.08 });
  }

  setSqueezed(on: boolean): void {
    this.squeezed = on;
    this.#zoomed = undefined;
    this.#rescale();
    this.notify('view');
  }

  #rescale(): void {
    const { timeline } = this.data;
    const extent = this.#extent;
    const minimum = (this.inputs?.options.gapSeconds ?? 0) * 1000;
    this.scale =
      this.squeezed && timeline && extent
        ? compressGaps(
            timeline.table,
            timeline.links,
            extent.from,
            Math.max(extent.to, extent.running ? this.now() : extent.to),
            minimum
          )
        : PLAIN_SCALE;
  }

  // Rows

  isCollapsed = (lane: Lane): boolean => {
    const levels = this.inputs?.options.openLevels || this.#levels.count;
    return this.#folds.get(lane.key) ?? lane.depth >= levels - 1;
  };

  #list(): void {
    const { timeline } = this.data;
    // Decided once for each way of forming rows: what is open must not change because more work arrived.
    if (timeline && timeline.table.count > 0 && this.#levels.of !== timeline.options) {
      const fits = Math.max(12, ((this.inputs!.height - CHROME) / this.layout.row) * 1.25);
      this.#levels = { of: timeline.options, count: levelsThatFit(timeline.lanes.lanes, fits) };
    }
    this.rows = listRows(this.data.timeline!.lanes, this.isCollapsed, this.inputs!.options.sortBy);
  }

  toggle(lane: number): void {
    const one = this.data.timeline?.lanes.lanes[lane];
    if (one && one.children.length > 0) {
      this.#folds.set(one.key, !this.isCollapsed(one));
      this.#relist();
    }
  }

  foldAll(collapsed: boolean): void {
    for (const lane of this.data.timeline?.lanes.lanes ?? []) {
      if (lane.children.length > 0) {
        // The outermost row stays open where it is the only one: a single line would say nothing.
        const only = lane.parent < 0 && this.data.timeline!.lanes.roots.length === 1;
        this.#folds.set(lane.key, collapsed && !only);
      }
    }
    this.#relist();
  }

  #relist(): void {
    const lane = this.rows.lane[this.focusedLine];
    this.#list();
    this.focusedLine = lane === undefined ? -1 : shownLine(this.rows, this.data.timeline!.lanes, lane);
    this.scrollTo(this.scroll);
    this.notify('view');
  }

  get maxScroll(): number {
    return Math.max(0, this.rows.count * this.layout.row - this.layout.plotHeight);
  }

  scrollTo(y: number): void {
    this.scroll = Math.max(0, Math.min(this.maxScroll, y));
  }

  focusLine(line: number): void {
    this.focusedLine = Math.max(0, Math.min(this.rows.count - 1, line));
    const { row, plotHeight } = this.layout;
    const y = this.focusedLine * row;
    this.scrollTo(y < this.scroll ? y : y + row > this.scroll + plotHeight ? y + row - plotHeight : this.scroll);
    this.notify('view');
  }

  // Pointer and selection

  /** What lies under a point of the canvas. */
  hitAt(x: number, y: number, slack: number): Hit | undefined {
    const { layout, data } = this;
    if (y < layout.top || !data.timeline) {
      return undefined;
    }
    const line = Math.floor((y - layout.top + this.scroll) / layout.row);
    const { lanes, table } = data.timeline;
    return hitLine(line, x - layout.gutter, slack, lanes, this.rows, table, this.projection());
  }

  select(span: number): void {
    this.selected = span;
    if (span >= 0 && this.data.timeline) {
      const { lanes } = this.data.timeline;
      this.focusedLine = shownLine(this.rows, lanes, lanes.laneOf[span]!);
    }
    this.notify('view');
  }

  /** Opens what hides a span and brings it on screen. */
  reveal(span: number): void {
    const { lanes, table } = this.data.timeline!;
    for (let at = lanes.lanes[lanes.laneOf[span]!]!.parent; at >= 0; at = lanes.lanes[at]!.parent) {
      this.#folds.set(lanes.lanes[at]!.key, false);
    }
    this.#relist();
    this.select(span);
    this.focusLine(this.focusedLine);
    const x = this.projection().toX(table.start[span]!);
    if (x < 0 || x > this.layout.plotWidth) {
      const view = this.viewport();
      const length = view.to - view.from;
      const from = this.scale.virtual(table.start[span]!) - length * 0.2;
      this.setViewport({ from, to: from + length });
    }
  }

  setTool(tool: 'range' | 'pan'): void {
    this.tool = tool;
    this.notify('view');
  }

  /** Dims everything but one item of the legend. */
  setHighlight(key: string | undefined): void {
    this.highlight = key;
    this.notify('view');
  }

  setHover(hover: Hover | undefined): void {
    this.hover = hover;
    this.notify('hover');
  }

  /** Everything one frame is drawn from; undefined before the first data. */
  scene(ink: Ink, measure: Measure): Scene | undefined {
    const { data, inputs, layout } = this;
    const { timeline } = data;
    if (!timeline || !inputs) {
      return undefined;
    }
    const { zone, options } = inputs;
    const viewport = this.viewport();
    const view = this.projection(viewport);
    const whole = this.reach();
    const all = this.projection(whole);
    const dependencies = this.selected >= 0 ? data.dependencies() : undefined;
    return {
      layout,
      timeline,
      rows: this.rows,
      view,
      scale: this.scale,
      scroll: this.scroll,
      ink,
      colors: data.colors(options, ink),
      measure,
      isCollapsed: this.isCollapsed,
      profileOf: (lane) => data.profile(lane),
      overview: layout.overview > 0 ? this.#overviewFor(all) : undefined,
      window: {
        from: ((viewport.from - whole.from) / (whole.to - whole.from)) * layout.plotWidth,
        to: ((viewport.to - whole.from) / (whole.to - whole.from)) * layout.plotWidth,
      },
      dependencies,
      zoomed: this.isZoomed,
      selected: this.selected,
      focusedLine: this.focusedLine,
      highlight: this.highlight,
      extent: this.extent(),
      showLabels: options.showLabels,
      formatTime: zone.format,
      zoneOffset: zone.offset(view.toTime(0)),
    };
  }

  /** Worked out anew when data or size change, and at most each second while something runs. */
  #overviewFor(view: Projection): Overview {
    const { timeline } = this.data;
    const beat = this.hasRunning ? Math.floor(Date.now() / 1000) : 0;
    const key = `${timeline!.version} ${this.layout.plotWidth} ${this.scale.gaps.length} ${beat} ${this.#rangeKey}`;
    if (this.#overview?.key !== key) {
      this.#overview = { key, made: overviewOf(timeline!.table, timeline!.links.parent, view) };
    }
    return this.#overview.made;
  }
}
