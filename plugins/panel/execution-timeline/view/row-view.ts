import type { Lane, LaneOptions } from '../model/lanes.ts';
import { levelsThatFit } from '../model/open-levels.ts';
import { listRows, type Rows } from '../model/rows.ts';
import type { Timeline } from '../model/timeline.ts';
import type { TimelineOptions } from '../options.ts';

/** What toolbar, overview, axis and legend take of the height, about, px. */
const CHROME = 120;

/** The row side of the picture: which lanes are open, and the lines that makes. */
export class RowView {
  rows: Rows = { count: 0, lane: new Int32Array(), track: new Int32Array(), lineOf: new Int32Array() };
  /** What somebody opened or closed, by the lane's key. */
  readonly #folds = new Map<string, boolean>();
  #levels: { of: LaneOptions | undefined; count: number } = { of: undefined, count: 1 };
  #wanted = 0;

  isCollapsed = (lane: Lane): boolean =>
    this.#folds.get(lane.key) ?? lane.depth >= (this.#wanted || this.#levels.count) - 1;

  /** Lists the lines anew. `height` and `row` in px decide how much is open where nobody said. */
  list(timeline: Timeline, options: TimelineOptions, height: number, row: number): void {
    if (options.openLevels !== this.#wanted) {
      this.#wanted = options.openLevels;
      this.#folds.clear();
    }
    // Decided once for each way of forming rows: what is open must not change because more work arrived.
    if (timeline.table.count > 0 && this.#levels.of !== timeline.options) {
      const fits = Math.max(12, ((height - CHROME) / row) * 1.25);
      this.#levels = { of: timeline.options, count: levelsThatFit(timeline.lanes.lanes, fits) };
    }
    this.rows = listRows(timeline.lanes, this.isCollapsed, options.sortBy);
  }

  fold(lane: Lane, collapsed: boolean): void {
    this.#folds.set(lane.key, collapsed);
  }

  foldAll(timeline: Timeline, collapsed: boolean): void {
    const { lanes, roots } = timeline.lanes;
    for (const lane of lanes) {
      if (lane.children.length > 0) {
        // The outermost row stays open where it is the only one: a single line would say nothing.
        this.fold(lane, collapsed && !(lane.parent < 0 && roots.length === 1));
      }
    }
  }

  /** Opens everything above a span's lane. */
  open(timeline: Timeline, span: number): void {
    const { lanes, laneOf } = timeline.lanes;
    for (let at = lanes[laneOf[span]!]!.parent; at >= 0; at = lanes[at]!.parent) {
      this.fold(lanes[at]!, false);
    }
  }
}
