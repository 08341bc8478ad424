import type { Level } from './hierarchy.ts';

export interface Part {
  /** Indices into the level's members. */
  members: number[];
  /** Indices of the level's edges; `source` and `target` are indices into this part's members. */
  edges: number[];
  source: Int32Array;
  target: Int32Array;
}

/** Connected parts of a level, the largest first, and the members that have no edge at all. */
export function splitParts(level: Level): { parts: Part[]; loose: number[] } {
  const count = level.members.length;
  const leader = Int32Array.from({ length: count }, (_, index) => index);
  const find = (start: number): number => {
    let at = start;
    while (leader[at] !== at) {
      leader[at] = leader[leader[at] as number] as number;
      at = leader[at] as number;
    }
    return at;
  };
  const joined = new Uint8Array(count);
  level.source.forEach((source, edge) => {
    const target = level.target[edge] as number;
    joined[source] = joined[target] = 1;
    const a = find(source);
    const b = find(target);
    leader[Math.max(a, b)] = Math.min(a, b);
  });
  const byLeader = new Map<number, { members: number[]; edges: number[] }>();
  const loose: number[] = [];
  const local = new Int32Array(count);
  for (let member = 0; member < count; member++) {
    if (joined[member] === 0) {
      loose.push(member);
      continue;
    }
    const lead = find(member);
    const part = byLeader.get(lead) ?? { members: [], edges: [] };
    byLeader.set(lead, part);
    local[member] = part.members.length;
    part.members.push(member);
  }
  level.source.forEach((source, edge) => byLeader.get(find(source))?.edges.push(edge));
  const parts = [...byLeader.values()].map(({ members, edges }) => ({
    members,
    edges,
    source: Int32Array.from(edges, (edge) => local[level.source[edge] as number] as number),
    target: Int32Array.from(edges, (edge) => local[level.target[edge] as number] as number),
  }));
  parts.sort((a, b) => b.members.length - a.members.length || (a.members[0] as number) - (b.members[0] as number));
  return { parts, loose };
}
