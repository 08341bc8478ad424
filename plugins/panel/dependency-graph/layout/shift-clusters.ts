/** Rounds of shifting: every one makes at least one more edge short, and most of the gain comes early. */
const ROUNDS = 30;

/**
 * Moves whole clusters (nodes joined by edges of length one) later while more of their long edges lead out than in: the
 * step of the network simplex method (Gansner et al. 1993) that a node alone cannot take. Layers stay valid throughout:
 * a cluster moves by no more than its shortest long edge out, and nothing ever moves earlier.
 */
export function shiftClusters(layer: Int32Array, source: Int32Array, target: Int32Array): void {
  const count = layer.length;
  const leader = new Int32Array(count);
  const find = (start: number): number => {
    let at = start;
    while (leader[at] !== at) {
      leader[at] = leader[leader[at] as number] as number;
      at = leader[at] as number;
    }
    return at;
  };
  for (let round = 0; round < ROUNDS; round++) {
    for (let node = 0; node < count; node++) {
      leader[node] = node;
    }
    const slackOf = (edge: number): number =>
      (layer[target[edge] as number] as number) - (layer[source[edge] as number] as number) - 1;
    for (let edge = 0; edge < source.length; edge++) {
      if (slackOf(edge) === 0) {
        leader[find(source[edge] as number)] = find(target[edge] as number);
      }
    }
    const gain = new Int32Array(count);
    const least = new Int32Array(count).fill(0x7fffffff);
    for (let edge = 0; edge < source.length; edge++) {
      const from = find(source[edge] as number);
      const to = find(target[edge] as number);
      if (from !== to) {
        gain[from] = (gain[from] as number) + 1;
        gain[to] = (gain[to] as number) - 1;
        least[from] = Math.min(least[from] as number, slackOf(edge));
      }
    }
    let moved = false;
    for (let node = 0; node < count; node++) {
      const cluster = find(node);
      if ((gain[cluster] as number) > 0) {
        layer[node] = (layer[node] as number) + (least[cluster] as number);
        moved = true;
      }
    }
    if (!moved) {
      return;
    }
  }
}
