import { clearOf, fitView, type Corners, type Size, type View } from './view.ts';

/** Zoom from which on a card can be read: its title is 11 px high then. */
const READABLE = 0.58;
/** A graph of many tasks that is smaller than this when whole is looked at from afar first: little of it could be read at a time. */
const FAR = 0.26;
const MANY = 120;
/** Distance from the panel's sides, px. */
const INSET = 16;

/** Where one starts: the whole graph if it can be read then or is large; else a readable piece of it round `focus` (world). */
export function homeView(
  bounds: readonly [number, number, number, number],
  boxes: Float64Array,
  size: Size,
  corners: Corners,
  focus: readonly [number, number]
): View {
  const whole = wholeView(bounds, boxes, size, corners);
  if (whole.scale >= READABLE || (whole.scale < FAR && boxes.length > MANY * 4)) {
    return whole;
  }
  const { width, height } = corners.right;
  const column = height > width;
  return {
    scale: READABLE,
    x: along(focus[0], bounds[0], bounds[2], size.width, column ? width + 12 : INSET),
    y: along(focus[1], bounds[1], bounds[3], size.height, column ? INSET : height + 12),
  };
}

/** Everything at once, no task below the buttons in the corner. */
export function wholeView(
  bounds: readonly [number, number, number, number],
  boxes: Float64Array,
  size: Size,
  corners: Corners
): View {
  const whole = fitView(bounds, size);
  if (clearOf(whole, boxes, size, corners)) {
    return whole;
  }
  const { width, height } = corners.right;
  const beside = fitView(bounds, size, { right: width + 20 });
  const above = fitView(bounds, size, { bottom: height + 16 });
  return beside.scale > above.scale ? beside : above;
}

/** Offset that centres a place without leaving room beyond the ends (`end` px at the far one); what fits is centred. */
function along(focus: number, low: number, high: number, length: number, end: number): number {
  if ((high - low) * READABLE <= length - INSET - end) {
    return length / 2 - ((low + high) / 2) * READABLE;
  }
  const first = INSET - low * READABLE;
  const last = length - end - high * READABLE;
  return Math.min(first, Math.max(last, length / 2 - focus * READABLE));
}
