import { cpus, totalmem } from 'node:os';

/** One measured figure. */
export interface Measured {
  name: string;
  value: number;
  unit: string;
  /** Absent: only for comparison. */
  target?: number;
  better: 'lower' | 'higher';
  /** What was done, for the table. */
  note?: string;
}

const rounded = (value: number): number => Number(value.toPrecision(value >= 1000 ? 6 : 4));

/** One JSON object a line (for machines), or a row of the table (for people). */
export function report(measured: Measured, json: boolean): void {
  if (json) {
    const { note: _note, ...rest } = measured;
    process.stdout.write(`${JSON.stringify({ ...rest, value: rounded(measured.value) })}\n`);
    return;
  }
  const { name, value, unit, target, better, note } = measured;
  const met = target === undefined ? '' : (better === 'lower' ? value <= target : value >= target) ? 'met' : 'MISSED';
  const goal = target === undefined ? '' : `${better === 'lower' ? '≤' : '≥'} ${target} ${unit}`;
  process.stdout.write(
    `${name.padEnd(44)} ${`${rounded(value)} ${unit}`.padStart(18)}  ${goal.padEnd(20)} ${met.padEnd(7)} ${note ?? ''}\n`
  );
}

/** The machine in one line. */
export function machine(): string {
  const model = cpus()[0]?.model ?? 'unknown processor';
  return `${cpus().length} × ${model}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.versions.node}, ${process.platform}`;
}

/** The q-quantile (0–1) by the nearest-rank method. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(q * sorted.length) - 1)] ?? Number.NaN;
}
