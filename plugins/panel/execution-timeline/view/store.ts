import { layoutFor, type Layout } from '../draw/scene.ts';
import { hitLine, type Hit } from '../model/hit-test.ts';
import type { Lane } from '../model/lanes.ts';
import type { Projection } from '../model/lod.ts';
import { shownLine, type Rows } from '../model/rows.ts';
import { pan, zoom, type Viewport } from '../model/viewport.ts';
import { ROW_PIXELS, TOUCH_ROW, type TimelineOptions } from '../options.ts';
import { DataModel } from './data-model.ts';
import type { Change, Hover, Inputs } from './inputs.ts';
import { RowView } from './row-view.ts';
import { TimeView } from './time-view.ts';

/** The state of one timeline on screen. Data come in through `setInputs`, gestures and keys through the methods below. */
export class TimelineStore {
  readonly data = new DataModel();
  readonly time = new TimeView();
  inputs: Inputs | undefined;
  layout: Layout = layoutFor(300, 200, 26, true);
  /** px the rows are scrolled by. */
  scroll = 0;
  /** Index of the selected span, -1 for none. */
  selected = -1;
  /** Whether its details are asked for: not where it was only marked from outside. */
  detailed = true;
  focusedLine = -1;
  /** Legend item all else is dimmed for. */
  highlight: string | undefined;
  tool: 'range' | 'pan' = 'range';
  hover: Hover | undefined;
  /** Time another panel points at, epoch ms. */
  crosshair: number | undefined;
  /** The range being dragged, px from the plot's left edge. */
  drag: { from: number; to: number } | undefined;
  /** Rises with every `view` change. */
  revision = 0;
  readonly #rows = new RowView();
  #onSelect: ((span: number) => void) | undefined;
  #size = { width: 300, height: 200 };
  #optionsSeen: TimelineOptions | undefined;
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
    const seen = this.#optionsSeen;
    const { options } = inputs;
    this.inputs = inputs;
    this.#optionsSeen = options;
    this.#relayout();
    const keyAt = (line: number) => before?.lanes.lanes[this.rows.lane[line] ?? -1]?.key;
    const selectedId = before?.table.id[this.selected];
    const focused = keyAt(this.focusedLine);
    const topLine = Math.floor(this.scroll / this.layout.row);
    const top = this.scroll > 0 ? keyAt(topLine) : undefined;

    const update = this.data.update(inputs.frames, options);
    const { timeline } = update;
    this.time.setInputs(inputs, timeline);
    const reordered = options.sortBy !== seen?.sortBy || options.openLevels !== seen.openLevels;
    if (update.resized || reordered || (update.kind === 'changed' && options.sortBy !== 'none')) {
      const offset = this.scroll - topLine * this.layout.row - this.rows.track[topLine]! * this.layout.row;
      this.#list();
      this.focusedLine = this.#lineOfKey(focused);
      // What was at the top stays there, whatever came in above it.
      const line = this.#lineOfKey(top);
      this.scroll = line < 0 ? this.scroll : line * this.layout.row + (offset || 0);
    }
    if (update.kind === 'rebuilt') {
      this.selected = selectedId === undefined ? -1 : (timeline.idIndex.get(selectedId) ?? -1);
      this.hover = undefined;
    }
    if (options.compressGaps !== seen?.compressGaps) {
      this.time.squeezed = options.compressGaps;
    }
    if (
      update.kind !== 'same' ||
      options.compressGaps !== seen?.compressGaps ||
      options.gapSeconds !== seen.gapSeconds
    ) {
      this.time.rescale(timeline);
    }
    this.#relayout();
    this.notify('view');
  }

  #lineOfKey(key: string | undefined): number {
    const { lanes } = this.data.timeline!.lanes;
    const lane = key === undefined ? -1 : lanes.findIndex((one) => one.key === key);
    return lane < 0 ? -1 : this.rows.lineOf[lane]!;
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

  // Time

  get hasRunning(): boolean {
    return this.time.hasRunning;
  }

  get isZoomed(): boolean {
    return this.time.zoomed !== undefined;
  }

  /** Epoch ms at which what runs is drawn to end. */
  now(): number {
    return this.time.now();
  }

  viewport(): Viewport {
    return this.time.viewport();
  }

  projection(): Projection {
    return this.time.projection(this.layout.plotWidth);
  }

  setViewport(viewport: Viewport | undefined): void {
    const was = this.isZoomed;
    this.time.zoomed = viewport;
    this.notify(was === (viewport !== undefined) ? 'draw' : 'view');
  }

  zoomBy(factor: number, x = this.layout.plotWidth / 2): void {
    this.setViewport(zoom(this.viewport(), factor, x / this.layout.plotWidth, this.time.reach()));
  }

  panBy(share: number): void {
    this.setViewport(pan(this.viewport(), share, this.time.reach()));
  }

  /** Shows a stretch given in epoch ms with some air around it. */
  zoomToTimes(from: number, to: number): void {
    const start = this.time.scale.virtual(from);
    const length = Math.max(1, this.time.scale.virtual(to) - start);
    this.setViewport({ from: start - length * 0.08, to: start + length * 1.08 });
  }

  setSqueezed(on: boolean): void {
    this.time.squeezed = on;
    this.time.zoomed = undefined;
    if (this.data.timeline) {
      this.time.rescale(this.data.timeline);
    }
    this.notify('view');
  }

  // Rows

  get rows(): Rows {
    return this.#rows.rows;
  }

  isCollapsed = (lane: Lane): boolean => this.#rows.isCollapsed(lane);

  #list(): void {
    this.#rows.list(this.data.timeline!, this.inputs!.options, this.inputs!.height, this.layout.row);
  }

  /** Lists rows anew after something was opened or closed; the focus stays with its lane or goes to what hides it. */
  #refold(): void {
    const lane = this.rows.lane[this.focusedLine];
    this.#list();
    this.focusedLine = lane === undefined ? -1 : shownLine(this.rows, this.data.timeline!.lanes, lane);
    this.scrollTo(this.scroll);
    this.notify('view');
  }

  toggle(lane: number): void {
    const one = this.data.timeline?.lanes.lanes[lane];
    if (one && one.children.length > 0) {
      this.#rows.fold(one, !this.isCollapsed(one));
      this.#refold();
    }
  }

  foldAll(collapsed: boolean): void {
    if (this.data.timeline) {
      this.#rows.foldAll(this.data.timeline, collapsed);
      this.#refold();
    }
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

  /** Who is told when the user selects a span, or nothing (-1). */
  listenToSelection(listener: ((span: number) => void) | undefined): void {
    this.#onSelect = listener;
  }

  /** What the user does: selects a span and asks for its details. */
  select(span: number): void {
    this.#choose(span, true);
    this.#onSelect?.(span);
  }

  /** Selects a span for whoever shows the timeline: brought on screen, without its details and without telling back. */
  mark(span: number): void {
    this.#choose(span, false);
    if (span >= 0) {
      this.#bringIn(span);
    }
  }

  #choose(span: number, detailed: boolean): void {
    this.selected = span;
    this.detailed = detailed;
    if (span >= 0 && this.data.timeline) {
      const { lanes } = this.data.timeline;
      this.focusedLine = shownLine(this.rows, lanes, lanes.laneOf[span]!);
    }
    this.notify('view');
  }

  /** Opens what hides a span and brings it on screen. */
  reveal(span: number): void {
    this.select(span);
    this.#bringIn(span);
  }

  #bringIn(span: number): void {
    const timeline = this.data.timeline!;
    this.#rows.open(timeline, span);
    this.#refold();
    this.focusedLine = shownLine(this.rows, timeline.lanes, timeline.lanes.laneOf[span]!);
    this.focusLine(this.focusedLine);
    const start = timeline.table.start[span]!;
    const x = this.projection().toX(start);
    if (x < 0 || x > this.layout.plotWidth) {
      const view = this.viewport();
      const length = view.to - view.from;
      const from = this.time.scale.virtual(start) - length * 0.2;
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
}
