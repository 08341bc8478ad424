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
 * end. `aspect` is the width on the screen divided by the height that the level should come near to; `down` says that the
 * flow goes downwards.
 */
export function* layoutLevel(
  level: Level,
  along: Float64Array,
  across: Float64Array,
  seed: Float64Array | null,
  aspect: number,
  down: boolean,
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
        aspect: down ? 1 / aspect : aspect,
        // Subtasks stand as a list in their box.
        wrap: !inner,
      },
      clock
    );
    drawn.push(done);
    result.straight += done.straight;
    result.late ||= done.late;
  }
  place(result, parts, drawn, loose, along, across, aspect, inner, down);
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
  inner: boolean,
  down: boolean
): void {
  // Rows on the screen, whichever way the flow goes: sizes and places are width and height from here.
  const turn = (alongValue: number, acrossValue: number): [number, number] =>
    down ? [acrossValue, alongValue] : [alongValue, acrossValue];
  const gap = inner ? METRICS.innerGap : METRICS.partGap;
  const sizes = drawn.map((part) => turn(part.alongSize, part.acrossSize));
  const packed = packRows(sizes, rowLength(sizes, gap, aspect, 0), gap);
  parts.forEach((part, index) => {
    const done = drawn[index] as PartResult;
    const [alongBy, acrossBy] = turn(...(packed.at[index] as [number, number]));
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
  const looseGap = inner ? METRICS.innerGap : METRICS.nodeGap;
  const cells = loose.map((member) => turn(along[member] as number, across[member] as number));
  const grid = packRows(cells, rowLength(cells, looseGap, aspect, packed.width), looseGap);
  const below = loose.length > 0 && parts.length > 0 ? packed.height + gap : packed.height;
  loose.forEach((member, index) => {
    const [x, y] = grid.at[index] as [number, number];
    const [alongBy, acrossBy] = turn(x, below + y);
    result.alongAt[member] = alongBy;
    result.acrossAt[member] = acrossBy;
  });
  const height = loose.length > 0 ? below + grid.height : packed.height;
  [result.along, result.across] = turn(Math.max(packed.width, grid.width), height);
}

/** Length of rows that makes the whole about as wide as `aspect` says; no shorter than `least` or the widest of them. */
function rowLength(sizes: ReadonlyArray<[number, number]>, gap: number, aspect: number, least: number): number {
  const area = sizes.reduce((sum, [width, height]) => sum + (width + gap) * (height + gap), 0);
  return sizes.reduce((longest, [width]) => Math.max(longest, width), Math.max(least, Math.sqrt(area * aspect)));
}
