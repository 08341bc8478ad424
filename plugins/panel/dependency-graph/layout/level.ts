import type { Level } from './hierarchy.ts';
import { METRICS } from './metrics.ts';
import { packRows } from './pack.ts';
import { layoutPart, type PartResult } from './part.ts';
import { splitParts } from './parts.ts';
import type { Clock } from './types.ts';

export interface LevelResult {
  /** Near corners of the members, from 0 upwards. */
  alongAt: Float64Array;
  acrossAt: Float64Array;
  along: number;
  across: number;
  /** Per edge of the level: bends (along, across in turn) in the direction of the flow, and whether it runs against it. */
  bends: number[][];
  backward: Uint8Array;
  straight: number;
  late: boolean;
}

/**
 * Draws one level: each connected part in layers, the parts beside each other, nodes without edges as a grid at the
 * end. `aspect` is the length along the flow divided by the width across it that the level should come near to.
 */
export function* layoutLevel(
  level: Level,
  along: Float64Array,
  across: Float64Array,
  seed: Float64Array | null,
  aspect: number,
  clock: Clock
): Generator<void, LevelResult> {
  const inner = level.owner >= 0;
  const { parts, loose } = splitParts(level);
  const result: LevelResult = {
    alongAt: new Float64Array(level.members.length),
    acrossAt: new Float64Array(level.members.length),
    along: 0,
    across: 0,
    bends: level.source.map(() => []),
    backward: new Uint8Array(level.source.length),
    straight: 0,
    late: false,
  };
  const drawn: PartResult[] = [];
  for (const part of parts) {
    const pick = (values: Float64Array): Float64Array =>
      Float64Array.from(part.members, (node) => values[node] as number);
    const done = yield* layoutPart(
      {
        count: part.members.length,
        along: pick(along),
        across: pick(across),
        source: part.source,
        target: part.target,
        seed: seed === null ? null : pick(seed),
        nodeGap: inner ? METRICS.innerGap : METRICS.nodeGap,
        edgeGap: METRICS.edgeGap,
        layerGap: inner ? METRICS.innerLayerGap : METRICS.layerGap,
        aspect,
      },
      clock
    );
    drawn.push(done);
    result.straight += done.straight;
    result.late ||= done.late;
  }
  place(result, parts, drawn, loose, along, across, aspect, inner);
  return result;
}

function place(
  result: LevelResult,
  parts: ReturnType<typeof splitParts>['parts'],
  drawn: readonly PartResult[],
  loose: readonly number[],
  along: Float64Array,
  across: Float64Array,
  aspect: number,
  inner: boolean
): void {
  const sizes = drawn.map((part) => [part.alongSize, part.acrossSize] as const);
  const gap = inner ? METRICS.innerGap : METRICS.partGap;
  const longest = Math.max(0, ...sizes.map(([length]) => length));
  const area = sizes.reduce((sum, [length, width]) => sum + (length + gap) * (width + gap), 0);
  const packed = packRows(sizes, Math.max(longest, Math.sqrt(area * aspect)), gap);
  parts.forEach((part, index) => {
    const done = drawn[index] as PartResult;
    const [alongBy, acrossBy] = packed.at[index] as [number, number];
    part.members.forEach((member, local) => {
      result.alongAt[member] = (done.alongAt[local] as number) + alongBy;
      result.acrossAt[member] = (done.acrossAt[local] as number) + acrossBy;
    });
    part.edges.forEach((edge, local) => {
      result.backward[edge] = done.backward[local] as number;
      result.bends[edge] = (done.bends[local] as number[]).map(
        (value, at) => value + (at % 2 === 0 ? alongBy : acrossBy)
      );
    });
  });
  const cells = loose.map((member) => [along[member] as number, across[member] as number] as const);
  const looseGap = inner ? METRICS.innerGap : METRICS.nodeGap;
  const cellArea = cells.reduce((sum, [length, width]) => sum + (length + looseGap) * (width + looseGap), 0);
  const widest = Math.max(0, ...cells.map(([length]) => length));
  const grid = packRows(cells, Math.max(widest, packed.along, Math.sqrt(cellArea * aspect)), looseGap);
  const below = loose.length > 0 && parts.length > 0 ? packed.across + gap : packed.across;
  loose.forEach((member, index) => {
    const [alongBy, acrossBy] = grid.at[index] as [number, number];
    result.alongAt[member] = alongBy;
    result.acrossAt[member] = below + acrossBy;
  });
  result.along = Math.max(packed.along, grid.along);
  result.across = loose.length > 0 ? below + grid.across : packed.across;
}
