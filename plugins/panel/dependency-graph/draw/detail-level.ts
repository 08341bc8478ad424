/** How much of a node there is room for: a mark of colour, a card with its state and a short name, or everything. */
export type DetailLevel = 'dot' | 'compact' | 'full';

/** Zoom below which a card is too small for any text (228 px wide cards are 55 px then). */
const COMPACT_FROM = 0.24;
const FULL_FROM = 0.5;

export function detailLevel(scale: number): DetailLevel {
  return scale >= FULL_FROM ? 'full' : scale >= COMPACT_FROM ? 'compact' : 'dot';
}

/**
 * Factor for text on cards: seen from a little further away it grows, within its card, to stay legible. In steps, so
 * that fitted texts can be remembered.
 */
export function textFactor(scale: number): number {
  return Math.min(1.4, Math.max(1, Math.ceil((0.85 / scale) * 20) / 20));
}
