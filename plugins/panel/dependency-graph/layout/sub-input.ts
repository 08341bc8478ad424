import type { LayoutInput } from './types.ts';

/** The part of a layout's input that concerns some nodes, and which nodes those are; edges and nesting among them stay. */
export function subInput(input: LayoutInput, wanted: (node: number) => boolean): { sub: LayoutInput; nodes: number[] } {
  const nodes: number[] = [];
  const local = new Int32Array(input.count).fill(-1);
  for (let node = 0; node < input.count; node++) {
    if (wanted(node)) {
      local[node] = nodes.length;
      nodes.push(node);
    }
  }
  const source: number[] = [];
  const target: number[] = [];
  input.source.forEach((from, edge) => {
    const a = local[from] as number;
    const b = local[input.target[edge] as number] as number;
    if (a >= 0 && b >= 0) {
      source.push(a);
      target.push(b);
    }
  });
  const pick = (values: Float64Array): Float64Array => Float64Array.from(nodes, (node) => values[node] as number);
  const sub: LayoutInput = {
    ...input,
    count: nodes.length,
    parent: Int32Array.from(nodes, (node) => {
      const owner = input.parent[node] as number;
      return owner < 0 ? -1 : (local[owner] as number);
    }),
    width: pick(input.width),
    height: pick(input.height),
    source: Int32Array.from(source),
    target: Int32Array.from(target),
    previous: null,
    previousRoutes: null,
    mode: 'fresh',
  };
  return { sub, nodes };
}
