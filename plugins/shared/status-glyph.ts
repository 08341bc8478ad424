import type { StatusShape } from './status.ts';

/** A mark as SVG path data in a 16 × 16 field round (8, 8); the same data draws on canvas (`Path2D`) and in the page. */
export interface Glyph {
  path: string;
  /** Filled, or stroked with this width. */
  stroke: number | null;
}

/** Outlines that stay apart at 10 px and without colour. */
export const STATUS_GLYPHS: Record<StatusShape, Glyph> = {
  ring: { path: 'M12 8a4 4 0 1 1-8 0a4 4 0 1 1 8 0z', stroke: 1.8 },
  play: { path: 'M5.6 3.6L12.6 8L5.6 12.4z', stroke: null },
  half: { path: 'M8 3.2a4.8 4.8 0 0 1 0 9.6z M8 3.9a4.1 4.1 0 0 0 0 8.2v-1.4a2.7 2.7 0 0 1 0-5.4z', stroke: null },
  bar: { path: 'M3.4 6.4h9.2v3.2h-9.2z', stroke: null },
  check: { path: 'M3.6 8.4l3 3l5.8-6.2', stroke: 2.2 },
  dots: {
    path: 'M5 8a1.3 1.3 0 1 1-2.6 0a1.3 1.3 0 1 1 2.6 0z M9.3 8a1.3 1.3 0 1 1-2.6 0a1.3 1.3 0 1 1 2.6 0z M13.6 8a1.3 1.3 0 1 1-2.6 0a1.3 1.3 0 1 1 2.6 0z',
    stroke: null,
  },
  slash: { path: 'M4.4 11.6L11.6 4.4', stroke: 2.2 },
  cross: { path: 'M4.4 4.4L11.6 11.6M11.6 4.4L4.4 11.6', stroke: 2.2 },
  question: {
    path: 'M5.6 6.1a2.4 2.4 0 1 1 3.6 2.1c-.8.5-1.2.9-1.2 1.7M8 12.1v.4',
    stroke: 1.9,
  },
};
