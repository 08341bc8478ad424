import { type DatabaseSync, type StatementSync } from 'node:sqlite';
import { DAY_MS, HOUR_MS } from '../shared/days.ts';
import { type Resolution, SLOTS, tableOf } from './resolutions.ts';
import { eachBucket } from './rollup.ts';
import { SeriesList } from './series-list.ts';

/** Reads the roll-ups of one file. */
export class RollupReader {
  readonly list: SeriesList;
  private readonly db: DatabaseSync;
  /** First instant of the file's day or month. */
  private readonly start: number;
  private readonly statements = new Map<string, StatementSync>();

  constructor(db: DatabaseSync, first: number) {
    this.db = db;
    this.start = first * DAY_MS;
    this.list = new SeriesList(db);
  }

  /** The first day a month's file has roll-ups of. */
  firstDay(): number | undefined {
    const day = this.db.prepare('SELECT min(day) AS day FROM covered').get()?.['day'];
    return typeof day === 'number' ? day : undefined;
  }

  /** Hands over a series' buckets that lie within (from, to], with the instant each ends at. */
  each(
    one: Resolution,
    series: number,
    from: number,
    to: number,
    visit: (end: number, data: Float64Array, offset: number) => void
  ): void {
    const slotMs = one.chunk === 'hour' ? HOUR_MS : one.name === '1h' ? DAY_MS : 0;
    const slot = (at: number) => Math.max(0, Math.min(SLOTS - 1, Math.floor((at - this.start) / slotMs)));
    const base = slotMs > 0 ? series * SLOTS : series;
    const [low, high] = slotMs > 0 ? [base + slot(from), base + slot(to - 1)] : [base, base];
    for (const row of this.statement(one).iterate(low, high)) {
      const { key, data } = row;
      if (!(data instanceof Uint8Array)) {
        continue;
      }
      const chunkStart = this.start + (Number(key) - base) * slotMs;
      const first = Math.ceil((from - chunkStart) / one.ms);
      const last = Math.floor((to - chunkStart) / one.ms) - 1;
      eachBucket(data, first, last, (index, bucket, offset) =>
        visit(chunkStart + (index + 1) * one.ms, bucket, offset)
      );
    }
  }

  private statement(one: Resolution): StatementSync {
    let known = this.statements.get(one.name);
    if (!known) {
      known = this.db.prepare(`SELECT key, data FROM ${tableOf(one)} WHERE key BETWEEN ? AND ? ORDER BY key`);
      this.statements.set(one.name, known);
    }
    return known;
  }
}
