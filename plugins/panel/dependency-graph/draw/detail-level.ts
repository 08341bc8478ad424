/** How much of a node there is room for: a mark of colour, a card with its state and a short name, or everything. */
export type DetailLevel = 'dot' | 'compact' | 'full';

/** Zoom below which a card is too small for any text (236 px wide cards are 57 px then). */
const COMPACT_FROM = 0.24;
const FULL_FROM = 0.55;

export function detailLevel(scale: number): DetailLevel {
  return scale >= FULL_FROM ? 'full' : scale >= COMPACT_FROM ? 'compact' : 'dot';
}
