import { FAILED } from '../model/codes.ts';

interface Bucket {
  color: string;
  urgency: number;
  alpha: number;
  slivers: number[];
  bars: number[];
  soft: number[];
}

/**
 * Collects rectangles and draws them colour by colour, the most urgent last: a canvas changes colour slowly and fills fast, and
 * where bars meet in one pixel the worse one stays on top.
 */
export class FillBatch {
  readonly #buckets = new Map<string, Bucket>();
  readonly #flags: number[] = [];
  #flagColor = '';

  clear(): void {
    for (const bucket of this.#buckets.values()) {
      bucket.slivers.length = 0;
      bucket.bars.length = 0;
      bucket.soft.length = 0;
    }
    this.#flags.length = 0;
    if (this.#buckets.size > 500) {
      this.#buckets.clear();
    }
  }

  sliver(color: string, urgency: number, dim: boolean, x: number, y: number, width: number, height: number): void {
    const list = this.#bucket(color, urgency, dim).slivers;
    const end = list.length;
    // Neighbours in one row and colour become one rectangle.
    if (
      end > 0 &&
      list[end - 3] === y &&
      list[end - 1] === height &&
      Math.abs(list[end - 4]! + list[end - 2]! - x) < 0.01
    ) {
      list[end - 2]! += width;
    } else {
      list.push(x, y, width, height);
    }
    if (urgency === FAILED) {
      this.#flagColor = color;
    }
  }

  bar(
    color: string,
    urgency: number,
    dim: boolean,
    soft: boolean,
    x: number,
    y: number,
    width: number,
    height: number
  ): void {
    const bucket = this.#bucket(color, urgency, dim);
    (soft ? bucket.soft : bucket.bars).push(x, y, width, height);
    if (urgency === FAILED) {
      this.#flagColor = color;
    }
  }

  /** A small pennant above a failed bar that is too narrow for its mark. */
  flag(x: number, y: number): void {
    const last = this.#flags.length;
    if (last === 0 || Math.abs(this.#flags[last - 2]! - x) > 5 || this.#flags[last - 1] !== y) {
      this.#flags.push(x, y);
    }
  }

  draw(ctx: CanvasRenderingContext2D): void {
    const buckets = [...this.#buckets.values()].sort((a, b) => a.urgency - b.urgency);
    for (const bucket of buckets) {
      ctx.fillStyle = bucket.color;
      ctx.strokeStyle = bucket.color;
      ctx.globalAlpha = bucket.alpha;
      drawSoft(ctx, bucket);
      drawRound(ctx, bucket.bars);
      const { slivers } = bucket;
      for (let i = 0; i < slivers.length; i += 4) {
        ctx.fillRect(slivers[i]!, slivers[i + 1]!, slivers[i + 2]!, slivers[i + 3]!);
      }
    }
    ctx.globalAlpha = 1;
    ctx.fillStyle = this.#flagColor;
    ctx.beginPath();
    for (let i = 0; i < this.#flags.length; i += 2) {
      const x = this.#flags[i]!;
      const y = this.#flags[i + 1]!;
      ctx.moveTo(x - 3.5, y - 4);
      ctx.lineTo(x + 3.5, y - 4);
      ctx.lineTo(x, y + 1);
      ctx.closePath();
    }
    ctx.fill();
  }

  #bucket(color: string, urgency: number, dim: boolean): Bucket {
    const key = `${urgency}${dim ? '-' : '+'}${color}`;
    let bucket = this.#buckets.get(key);
    if (!bucket) {
      bucket = { color, urgency, alpha: dim ? 0.18 : 1, slivers: [], bars: [], soft: [] };
      this.#buckets.set(key, bucket);
    }
    return bucket;
  }
}

function drawRound(ctx: CanvasRenderingContext2D, rects: number[]): void {
  if (rects.length === 0) {
    return;
  }
  ctx.beginPath();
  for (let i = 0; i < rects.length; i += 4) {
    ctx.roundRect(rects[i]!, rects[i + 1]!, rects[i + 2]!, rects[i + 3]!, Math.min(3, rects[i + 2]! / 2));
  }
  ctx.fill();
}

/** Bars whose parts are shown below: a tint with an edge. */
function drawSoft(ctx: CanvasRenderingContext2D, bucket: Bucket): void {
  const { soft, alpha } = bucket;
  if (soft.length === 0) {
    return;
  }
  ctx.globalAlpha = alpha * 0.28;
  drawRound(ctx, soft);
  ctx.globalAlpha = alpha * 0.8;
  ctx.lineWidth = 1;
  ctx.beginPath();
  for (let i = 0; i < soft.length; i += 4) {
    ctx.roundRect(soft[i]! + 0.5, soft[i + 1]! + 0.5, Math.max(1, soft[i + 2]! - 1), soft[i + 3]! - 1, 2.5);
  }
  ctx.stroke();
  ctx.globalAlpha = alpha;
}
