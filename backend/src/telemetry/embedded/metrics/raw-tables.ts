import { type DatabaseSync, type StatementSync } from 'node:sqlite';
import { type MetricPoint } from '../../types.ts';
import { blobColumn } from '../shared/blob.ts';
import { DAY_MS, HOUR_MS } from '../shared/days.ts';
import { decodeHistograms, decodeScalars, type HistogramRow, type ScalarChunk } from './chunk.ts';
import { SLOTS } from './resolutions.ts';
import { type Counting, countingOf } from './samples.ts';
import { type SeriesIdentity } from './series-identity.ts';

/** A series as its file's dictionary has it. */
export interface StoredSeries {
  id: number;
  /** Of the identity: the same in every file. */
  hash: number;
  identity: SeriesIdentity;
  counting: Counting;
  startAt: number | null;
}

export interface Sample {
  at: number;
  value: number;
}

const COLUMNS = 'id, hash, name, kind, temporality, labels, origin, start_at, bounds';

/** Series remembered by the writer while it folds. */
const MEMORY = 5000;

/** Reads series and samples of one raw file; used by the writer (folding) and by readers. */
export class RawTables {
  private readonly dayStart: number;
  private readonly known = new Map<number, StoredSeries>();
  private readonly one: StatementSync;
  private readonly range: StatementSync;
  private readonly before: StatementSync;

  constructor(db: DatabaseSync, day: number) {
    this.dayStart = day * DAY_MS;
    this.one = db.prepare(`SELECT ${COLUMNS} FROM series WHERE id = ?`);
    this.range = db.prepare('SELECT key, data FROM chunk WHERE key BETWEEN ? AND ? ORDER BY key');
    this.before = db.prepare('SELECT key, data FROM chunk WHERE key >= ? AND key < ? ORDER BY key DESC LIMIT 1');
  }

  series(id: number): StoredSeries | undefined {
    let known = this.known.get(id);
    if (!known) {
      const row = this.one.get(id);
      known = row && storedSeries(row);
      if (known) {
        if (this.known.size >= MEMORY) {
          this.known.clear();
        }
        this.known.set(id, known);
      }
    }
    return known;
  }

  /** Start of the hour in that slot of the day. */
  hourStart(slot: number): number {
    return this.dayStart + slot * HOUR_MS;
  }

  /** Chunks of a series from one slot to another, both included: [slot, bytes]. */
  chunks(series: number, first: number, last: number): Array<[number, Uint8Array]> {
    const base = series * SLOTS;
    const found: Array<[number, Uint8Array]> = [];
    for (const row of this.range.iterate(base + first, base + last)) {
      const { key, data } = row;
      if (data instanceof Uint8Array) {
        found.push([Number(key) - base, data]);
      }
    }
    return found;
  }

  scalars(slot: number, bytes: Uint8Array): ScalarChunk {
    return decodeScalars(bytes, this.hourStart(slot));
  }

  /** The last sample in a slot before `slot`, or undefined where this file has none. */
  scalarBefore(series: number, slot: number): Sample | undefined {
    const found = this.lastChunk(series, slot);
    if (!found) {
      return undefined;
    }
    const { at, value } = decodeScalars(found[1], this.hourStart(found[0]));
    return { at: at.at(-1) ?? 0, value: value.at(-1) ?? 0 };
  }

  histogramBefore(series: number, slot: number): HistogramRow | undefined {
    const found = this.lastChunk(series, slot);
    return found && decodeHistograms(found[1]).at(-1);
  }

  private lastChunk(series: number, slot: number): [number, Uint8Array] | undefined {
    const row = this.before.get(series * SLOTS, series * SLOTS + slot);
    const data = blobColumn(row?.['data']);
    return data ? [Number(row?.['key']) - series * SLOTS, data] : undefined;
  }
}

/** A dictionary row as a series. */
export function storedSeries(row: Record<string, unknown>): StoredSeries {
  const kind = String(row['kind']);
  const temporality = row['temporality'] === null ? undefined : String(row['temporality']);
  const startAt = row['start_at'] === null ? null : Number(row['start_at']);
  return {
    id: Number(row['id']),
    hash: Number(row['hash']),
    counting: countingOf(kind, temporality),
    startAt,
    identity: {
      name: String(row['name']),
      kind: kind as MetricPoint['kind'],
      temporality: temporality as MetricPoint['temporality'],
      labels: JSON.parse(String(row['labels'])) as Record<string, string>,
      origin: JSON.parse(String(row['origin'])) as SeriesIdentity['origin'],
      startAt: startAt ?? undefined,
      bounds: row['bounds'] === null ? undefined : (JSON.parse(String(row['bounds'])) as number[]),
    },
  };
}

/** The columns a `StoredSeries` is made of. */
export const SERIES_COLUMNS = COLUMNS;
