import { FAILED } from '../model/codes.ts';
import type { Lane } from '../model/lanes.ts';
import { createPieces, cutPieces } from '../model/lod.ts';
import { barBox, STRIP, STRIP_GAP } from './bar-box.ts';
import { drawBarLabels, type LabelSpot } from './draw-labels.ts';
import { drawMarks } from './draw-marks.ts';
import { FillBatch } from './fill-batch.ts';
import { visibleLines, type Scene } from './scene.ts';

const pieces = createPieces();
const batch = new FillBatch();

/** Bars of all visible rows. The origin is the plot's left edge at the first row's top. */
export function drawBars(ctx: CanvasRenderingContext2D, scene: Scene): void {
  const { rows, timeline, layout } = scene;
  const [first, last] = visibleLines(scene);
  const labels: LabelSpot[] = [];
  batch.clear();
  for (let line = first; line < last; line++) {
    const index = rows.lane[line]!;
    const lane = timeline.lanes.lanes[index]!;
    const y = line * layout.row - scene.scroll;
    const hides = lane.children.length > 0 && scene.isCollapsed(lane);
    if (hides && rows.track[line] === 0) {
      collectHidden(scene, index, y, lane.spans.length > 0);
    }
    collectTrack(scene, lane, line, y, hides, labels);
  }
  batch.draw(ctx);
  drawBarLabels(ctx, scene, labels);
  for (let line = first; line < last; line++) {
    if (rows.track[line] === 0) {
      const lane = timeline.lanes.lanes[rows.lane[line]!]!;
      drawMarks(ctx, scene, lane.marks, line * layout.row - scene.scroll + layout.row / 2);
    }
  }
}

function collectTrack(scene: Scene, lane: Lane, line: number, y: number, hides: boolean, labels: LabelSpot[]): void {
  const { timeline, layout, colors, view } = scene;
  const { table } = timeline;
  const track = lane.tracks?.[scene.rows.track[line]!];
  if (!track) {
    return;
  }
  cutPieces(track, table, view, pieces);
  const box = barBox(lane.kind, layout.row, hides);
  const holds = lane.children.length > 0;
  // A row that is opened steps back behind what it holds; a closed one leaves room for the strip of what it hides.
  const soft = holds && !hides;
  const height = hides ? box.height - STRIP - STRIP_GAP : box.height;
  for (let i = 0; i < pieces.count; i++) {
    const span = pieces.span[i]!;
    const x0 = Math.max(-4, pieces.x0[i]!);
    const x1 = Math.min(layout.plotWidth + 4, pieces.x1[i]!);
    const dim = scene.highlight !== undefined && colors.keyOf(span) !== scene.highlight;
    const color = colors.colorOf(span);
    const urgent = table.status[span]!;
    const top = y + box.y;
    if (x1 - x0 < 3) {
      batch.sliver(color, urgent, dim, x0, top, Math.max(1, x1 - x0), height);
    } else {
      batch.bar(color, urgent, dim, soft, x0, top, x1 - x0, height);
    }
    if (urgent === FAILED && x1 - x0 < 22 && !dim) {
      batch.flag((x0 + x1) / 2, top);
    }
    const next = i + 1 < pieces.count ? pieces.x0[i + 1]! : layout.plotWidth;
    if (!dim && next - x0 > 20 && labels.length < 3000) {
      labels.push({
        span,
        x0,
        x1,
        next,
        top,
        height,
        soft,
        shared: pieces.hidden[i]! > 1,
        single: !lane.mixed,
        alone: lane.spans.length === 1,
      });
    }
  }
}

/** The strip below a collapsed row's own bar: the worst of what it hides, at full height where it has no bar itself. */
function collectHidden(scene: Scene, lane: number, y: number, hasBar: boolean): void {
  const profile = scene.profileOf(lane);
  const { layout, ink } = scene;
  cutPieces(profile.track, profile, scene.view, pieces);
  const box = barBox(scene.timeline.lanes.lanes[lane]!.kind, layout.row, true);
  const height = hasBar ? STRIP : box.height;
  const top = y + box.y + box.height - height;
  for (let i = 0; i < pieces.count; i++) {
    const code = profile.status[pieces.span[i]!]!;
    const x0 = Math.max(-4, pieces.x0[i]!);
    const x1 = Math.min(layout.plotWidth + 4, pieces.x1[i]!);
    // Failures stand out by being thicker, not only by colour.
    const tall = height + (code === FAILED ? 2 : 0);
    batch.sliver(ink.status[code]!, code, scene.highlight !== undefined, x0, top, Math.max(1, x1 - x0), tall);
  }
}
