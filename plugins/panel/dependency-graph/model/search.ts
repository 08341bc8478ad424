import type { GraphModel } from './types.ts';

/** Model indices whose id, title or subtitle holds every word of the query, exact ids first; empty for an empty query. */
export function searchNodes(model: GraphModel, query: string): number[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) {
    return [];
  }
  const whole = query.trim().toLowerCase();
  const exact: number[] = [];
  const found: number[] = [];
  for (const node of model.nodes) {
    const text = `${node.id}\n${node.title}\n${node.subtitle}`.toLowerCase();
    if (words.every((word) => text.includes(word))) {
      (node.id.toLowerCase() === whole || node.subtitle.toLowerCase() === whole ? exact : found).push(node.index);
    }
  }
  return [...exact, ...found];
}
