import type { Layered } from './layered.ts';

/** A band of layers, as a line of text is a band of words: lines of `start` ≤ layer < `end`, shifted to their place. */
export interface Band {
  start: number;
  end: number;
  along: number;
  across: number;
}

/** Extent of every layer: along the flow, and of what is in it across. */
export interface LayerExtent {
  start: number;
  size: number;
  low: number;
  high: number;
}

/** More edges than this over the end of a line are hard to follow back to the next one. */
const MOST_CROSSING = 5;
const MOST_BANDS = 6;
/** A graph this short is easier to follow in one line. */
const LEAST_LAYERS = 6;
/** Wrapping has to make the picture this much larger to be worth reading in lines. */
const WORTH = 1.3;
/** Distance between edges led back to the next line, and of the first of them to the tasks. */
const TRACK = 9;
const CLEAR = 18;

/** Room that edges led back need beside the lines and between them. */
export const sideRoom = (crossing: number): number => CLEAR + TRACK * crossing;

/**
 * Breaks a long thin part into lines, where the panel's shape (`aspect`: along ÷ across) has room for them and few edges
 * cross each break. One band where that is not so. Lines are as a reader expects them: each begins at the near side again.
 */
export function bandsOf(graph: Layered, layers: readonly LayerExtent[], aspect: number): Band[] {
  const whole = oneBand(layers);
  const last = layers.at(-1);
  if (graph.straight > 0 || last === undefined || layers.length < LEAST_LAYERS) {
    return whole;
  }
  const crossing = crossings(graph, layers.length);
  let best = whole;
  let bestScale = scaleOf(layers, whole, crossing, aspect) * WORTH;
  for (let count = 2; count <= Math.min(MOST_BANDS, Math.floor(layers.length / 2)); count++) {
    const bands = breakInto(count, layers, crossing);
    const scale = bands === null ? 0 : scaleOf(layers, bands, crossing, aspect);
    if (bands !== null && scale > bestScale) {
      best = bands;
      bestScale = scale;
    }
  }
  return best;
}

/** Everything in one line. */
export function oneBand(layers: readonly LayerExtent[]): Band[] {
  return [{ start: 0, end: layers.length, along: 0, across: -lowOf(layers, 0, layers.length) }];
}

/** How many edges run from before each layer into it or past its beginning. */
function crossings(graph: Layered, layers: number): number[] {
  const count = new Array<number>(layers).fill(0);
  for (let item = 0; item < graph.count; item++) {
    // Every piece joins neighbouring layers.
    const next = (graph.layer[item] as number) + 1;
    if (next < layers) {
      count[next] =
        (count[next] as number) + (graph.down.start[item + 1] as number) - (graph.down.start[item] as number);
    }
  }
  return count;
}

function breakInto(count: number, layers: readonly LayerExtent[], crossing: readonly number[]): Band[] | null {
  const cuts = [0];
  for (let at = 1; at < count; at++) {
    const wanted = Math.round((at * layers.length) / count);
    const near = [wanted, wanted + 1, wanted - 1].filter((cut) => cut > (cuts.at(-1) as number) && cut < layers.length);
    const cut = near.reduce(
      (best, one) => ((crossing[one] ?? 99) < (crossing[best] ?? 99) ? one : best),
      near[0] ?? -1
    );
    if (cut < 0 || (crossing[cut] ?? 99) > MOST_CROSSING) {
      return null;
    }
    cuts.push(cut);
  }
  const lead = Math.max(...cuts.map((cut) => (cut === 0 ? 0 : sideRoom(crossing[cut] as number))));
  let across = 0;
  return cuts.map((start, at): Band => {
    const end = cuts[at + 1] ?? layers.length;
    across += start === 0 ? 0 : sideRoom(crossing[start] as number) + CLEAR;
    const low = lowOf(layers, start, end);
    const band = { start, end, along: lead - (layers[start] as LayerExtent).start, across: across - low };
    across += highOf(layers, start, end) - low;
    return band;
  });
}

function scaleOf(
  layers: readonly LayerExtent[],
  bands: readonly Band[],
  crossing: readonly number[],
  aspect: number
): number {
  const along = Math.max(...bands.map((band) => farEnd(layers, band) + sideRoom(crossing[band.end] ?? 0)));
  const final = bands.at(-1) as Band;
  const across = final.across + highOf(layers, final.start, final.end);
  return Math.min(aspect / along, 1 / across);
}

/** Where the last layer of a band ends along the flow, shifted. */
export function farEnd(layers: readonly LayerExtent[], band: Band): number {
  const last = layers[band.end - 1] as LayerExtent;
  return last.start + last.size + band.along;
}

export function lowOf(layers: readonly LayerExtent[], start: number, end: number): number {
  return layers.slice(start, end).reduce((low, layer) => Math.min(low, layer.low), Number.POSITIVE_INFINITY);
}

export function highOf(layers: readonly LayerExtent[], start: number, end: number): number {
  return layers.slice(start, end).reduce((high, layer) => Math.max(high, layer.high), Number.NEGATIVE_INFINITY);
}

/** Where edges from the end of a band to the beginning of the next one run: beside it, below it, before the next. */
export interface Return {
  far: number;
  below: number;
  near: number;
}

/** The track of the `index`th edge that is led back behind `band`. */
export function returnTrack(layers: readonly LayerExtent[], band: Band, next: Band, index: number): Return {
  const below = highOf(layers, band.start, band.end) + band.across;
  const first = (layers[next.start] as LayerExtent).start + next.along;
  return {
    far: farEnd(layers, band) + CLEAR + TRACK * index,
    below: below + CLEAR + TRACK * index,
    near: first - CLEAR - TRACK * index,
  };
}
