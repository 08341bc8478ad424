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

/** Height that the view buttons take at the bottom of a narrow panel, where nothing is free beside the picture. */
const BUTTONS = 62;

/** The view that shows the bounds (left, top, right, bottom) whole and centred, `inset` pixels from the panel's sides. */
export function fitView(bounds: readonly [number, number, number, number], size: Size, inset?: number): View {
  const narrow = inset === undefined && size.width < 480;
  const side = inset ?? (narrow ? 10 : 24);
  const bottom = narrow && size.height > BUTTONS * 4 ? BUTTONS : side;
  const width = Math.max(1, bounds[2] - bounds[0]);
  const height = Math.max(1, bounds[3] - bounds[1]);
  const scale = Math.min(
    MAX_FIT,
    Math.max(1e-5, (size.width - side * 2) / width),
    Math.max(1e-5, (size.height - side - bottom) / height)
  );
  return {
    scale,
    x: size.width / 2 - ((bounds[0] + bounds[2]) / 2) * scale,
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

/** A view that has the box in sight, moved no further than needed; the same view if it already is. */
export function reveal(view: View, box: readonly [number, number, number, number], size: Size, inset = 40): View {
  const left = box[0] * view.scale + view.x;
  const top = box[1] * view.scale + view.y;
  const right = (box[0] + box[2]) * view.scale + view.x;
  const bottom = (box[1] + box[3]) * view.scale + view.y;
  const shift = (low: number, high: number, end: number): number =>
    high - low > end - inset * 2 || low < inset ? inset - low : high > end - inset ? end - inset - high : 0;
  const dx = shift(left, right, size.width);
  const dy = shift(top, bottom, size.height);
  return dx === 0 && dy === 0 ? view : { ...view, x: view.x + dx, y: view.y + dy };
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
