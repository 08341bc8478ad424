import type { Layered } from './layered.ts';
import type { PartInput, PartResult } from './part.ts';
import { type Band, bandsOf, farEnd, type LayerExtent, oneBand, returnTrack, sideRoom } from './wrap.ts';

type Placed = Pick<PartResult, 'alongAt' | 'acrossAt' | 'alongSize' | 'acrossSize' | 'bends'>;

/** Puts layers one after the other, in lines where the part is long and thin, and works out where edges bend. */
export function placePart(
  part: PartInput,
  graph: Layered,
  centre: Float64Array,
  source: Int32Array,
  target: Int32Array
): Placed {
  const layers = extents(part, graph, centre);
  const bands = part.wrap ? bandsOf(graph, layers, part.aspect) : oneBand(layers);
  const bandOf = layers.map((_, layer) => bands.findIndex((band) => layer < band.end));
  const alongAt = new Float64Array(graph.nodes);
  const acrossAt = new Float64Array(graph.nodes);
  let alongSize = 0;
  for (let node = 0; node < graph.nodes; node++) {
    const layer = graph.layer[node] as number;
    const band = bands[bandOf[layer] as number] as Band;
    alongAt[node] = (layers[layer] as LayerExtent).start + band.along;
    acrossAt[node] = (centre[node] as number) - (part.across[node] as number) / 2 + band.across;
    alongSize = Math.max(alongSize, (alongAt[node] as number) + (part.along[node] as number));
  }
  const at = (item: number): number =>
    (centre[item] as number) + (bands[bandOf[graph.layer[item] as number] as number] as Band).across;
  const returning = bands.map(() => 0);
  const bends: number[][] = [];
  graph.bendCount.forEach((bendCount, edge) => {
    const list: number[] = [];
    const first = graph.bendStart[edge] as number;
    const [from, to] = [source[edge] as number, target[edge] as number];
    const items = [from, ...Array.from({ length: bendCount }, (_, bend) => first + bend), to];
    for (let step = 1; step < items.length; step++) {
      const [before, item] = [items[step - 1] as number, items[step] as number];
      const into = bandOf[graph.layer[item] as number] as number;
      if (into !== bandOf[graph.layer[before] as number]) {
        const leaving = bands[into - 1] as Band;
        const track = returnTrack(layers, leaving, bands[into] as Band, returning[into] ?? 0);
        returning[into] = (returning[into] ?? 0) + 1;
        list.push(track.far, at(before), track.far, track.below, track.near, track.below, track.near, at(item));
      }
      if (item !== to) {
        const layer = layers[graph.layer[item] as number] as LayerExtent;
        const start = layer.start + (bands[into] as Band).along;
        // Two points a layer: the edge runs straight past the nodes beside it and only turns between layers.
        list.push(start, at(item), start + layer.size, at(item));
      }
    }
    bends.push(list);
  });
  const last = bands.at(-1);
  const side = bands.length < 2 ? 0 : Math.max(...bands.map((band) => farEnd(layers, band))) + sideRoom(1);
  return {
    alongAt,
    acrossAt,
    alongSize: Math.max(alongSize, side),
    acrossSize: last === undefined ? 0 : Math.max(...layers.slice(last.start).map((layer) => layer.high)) + last.across,
    bends,
  };
}

function extents(part: PartInput, graph: Layered, centre: Float64Array): LayerExtent[] {
  let along = 0;
  return graph.layers.map((layer) => {
    const extent = { start: along, size: 0, low: Number.POSITIVE_INFINITY, high: Number.NEGATIVE_INFINITY };
    let leaving = 0;
    for (const item of layer) {
      const half = item < graph.nodes ? (part.across[item] as number) / 2 : 0;
      extent.size = Math.max(extent.size, item < graph.nodes ? (part.along[item] as number) : 0);
      extent.low = Math.min(extent.low, (centre[item] as number) - half);
      extent.high = Math.max(extent.high, (centre[item] as number) + half);
      leaving += (graph.down.start[item + 1] ?? 0) - (graph.down.start[item] ?? 0);
    }
    // Many edges need more room to be told apart.
    along += extent.size + part.layerGap + Math.min(part.layerGap * 1.5, Math.sqrt(leaving) * 5);
    return extent;
  });
}
