/** Which part of the picture is on the screen: screen = world · scale + offset, in CSS pixels. */
export interface View {
  scale: number;
  x: number;
  y: number;
}

export interface Size {
  width: number;
  height: number;
}

export const MAX_SCALE = 2.2;
/** The picture is never scaled up beyond this only to fill the panel. */
const MAX_FIT = 1.05;

/** What lies over the lower corners of the picture: the overview map left, the buttons right, with their distance from the sides. */
export interface Corners {
  left: Size;
  right: Size;
}

/** The view that shows the bounds (left, top, right, bottom) whole and centred; `insets` are pixels kept free at the sides. */
export function fitView(
  bounds: readonly [number, number, number, number],
  size: Size,
  insets: { all?: number; right?: number; bottom?: number } = {}
): View {
  const side = insets.all ?? (size.width < 480 ? 10 : 24);
  const end = insets.right ?? side;
  const bottom = insets.bottom ?? side;
  const width = Math.max(1, bounds[2] - bounds[0]);
  const height = Math.max(1, bounds[3] - bounds[1]);
  const scale = Math.min(
    MAX_FIT,
    Math.max(1e-5, (size.width - side - end) / width),
    Math.max(1e-5, (size.height - side - bottom) / height)
  );
  return {
    scale,
    x: (size.width + side - end) / 2 - ((bounds[0] + bounds[2]) / 2) * scale,
    y: (size.height + side - bottom) / 2 - ((bounds[1] + bounds[3]) / 2) * scale,
  };
}

/** Zooms about a point of the screen, which stays where it is; never further out than half of the fitted scale. */
export function zoomAbout(view: View, factor: number, px: number, py: number, fitScale: number): View {
  const scale = Math.min(MAX_SCALE, Math.max(Math.min(fitScale * 0.5, 0.5), view.scale * factor));
  const by = scale / view.scale;
  return { scale, x: px - (px - view.x) * by, y: py - (py - view.y) * by };
}

/** The part of the world that the screen shows: left, top, right, bottom. */
export function worldRect(view: View, size: Size, margin = 0): [number, number, number, number] {
  return [
    (-margin - view.x) / view.scale,
    (-margin - view.y) / view.scale,
    (size.width + margin - view.x) / view.scale,
    (size.height + margin - view.y) / view.scale,
  ];
}

/** A view that has the box in sight and not below a corner, moved no further than needed; the same view if it already is. */
export function reveal(
  view: View,
  box: readonly [number, number, number, number],
  size: Size,
  corners: Corners,
  inset = 40
): View {
  const left = box[0] * view.scale + view.x;
  const top = box[1] * view.scale + view.y;
  const right = (box[0] + box[2]) * view.scale + view.x;
  const bottom = (box[1] + box[3]) * view.scale + view.y;
  const shift = (low: number, high: number, end: number): number =>
    high - low > end - inset * 2 || low < inset ? inset - low : high > end - inset ? end - inset - high : 0;
  const dx = shift(left, right, size.width);
  const atLeft = left + dx < corners.left.width + 8;
  const atRight = right + dx > size.width - corners.right.width - 8;
  const covered = Math.max(atLeft ? corners.left.height : 0, atRight ? corners.right.height : 0);
  const dy = shift(top, bottom, size.height - Math.max(0, covered + 8 - inset));
  return dx === 0 && dy === 0 ? view : { ...view, x: view.x + dx, y: view.y + dy };
}

/** Whether no box (x, y, width, height in turn) lies below the buttons in the lower right corner. */
export function clearOf(view: View, boxes: Float64Array, size: Size, { right }: Corners): boolean {
  const left = (size.width - right.width - 4 - view.x) / view.scale;
  const top = (size.height - right.height - 4 - view.y) / view.scale;
  for (let at = 0; at < boxes.length; at += 4) {
    if (
      (boxes[at] as number) + (boxes[at + 2] as number) > left &&
      (boxes[at + 1] as number) + (boxes[at + 3] as number) > top
    ) {
      return false;
    }
  }
  return true;
}

/** Keeps a piece of the picture on the screen however far it is dragged. */
export function clampView(view: View, bounds: readonly [number, number, number, number], size: Size): View {
  const keep = 60;
  const low = keep - bounds[2] * view.scale;
  const high = size.width - keep - bounds[0] * view.scale;
  const top = keep - bounds[3] * view.scale;
  const bottom = size.height - keep - bounds[1] * view.scale;
  return {
    scale: view.scale,
    x: Math.min(Math.max(view.x, Math.min(low, high)), Math.max(low, high)),
    y: Math.min(Math.max(view.y, Math.min(top, bottom)), Math.max(top, bottom)),
  };
}
