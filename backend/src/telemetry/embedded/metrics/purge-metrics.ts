import { type DatabaseSync } from 'node:sqlite';
import { type PurgeRequest } from '../../../store/types.ts';
import { type Origin } from '../../types.ts';
import { inJson, originFits, purgeFiles } from '../shared/purge-file.ts';
import { type WriterFile } from '../shared/writer-files.ts';
import { type MetricWriter } from './metric-writer.ts';
import { type Resolution, RESOLUTIONS, SLOTS, tableOf } from './resolutions.ts';

/** Deletes whole series, samples and roll-ups, from all files; returns how many samples went. */
export function purgeMetrics({ files, compactor }: MetricWriter, request: PurgeRequest): number {
  for (const day of files.raw.folder.list()) {
    compactor.finish(day); // all waiting samples into their series' chunks, where they can be deleted
  }
  const samples = purgeFiles(files.raw, (db) => purgeFile(db, request, 'raw'));
  purgeFiles<WriterFile>(files.fine, (db) => purgeFile(db, request, '5m'));
  purgeFiles<WriterFile>(files.coarse, (db) => purgeFile(db, request, '1h'));
  return samples;
}

/** Returns the number of samples deleted; in files of roll-ups that of series. */
function purgeFile(db: DatabaseSync, request: PurgeRequest, tier: Resolution['tier']): number {
  const series = doomedSeries(db, request);
  let removed = tier === 'raw' ? 0 : series.length;
  for (const id of series) {
    const range = [id * SLOTS, id * SLOTS + SLOTS - 1];
    if (tier === 'raw') {
      const sum = db.prepare('SELECT coalesce(sum(points), 0) AS n FROM chunk WHERE key BETWEEN ? AND ?').get(...range);
      removed += Number(sum?.['n']);
      db.prepare('DELETE FROM chunk WHERE key BETWEEN ? AND ?').run(...range);
      db.prepare('DELETE FROM dirty WHERE series = ?').run(id);
    }
    for (const one of RESOLUTIONS) {
      if (one.tier === tier) {
        const slotted = one.chunk === 'hour' || one.name === '1h';
        const [low, high] = slotted ? range : [id, id];
        db.prepare(`DELETE FROM ${tableOf(one)} WHERE key BETWEEN ? AND ?`).run(low!, high!);
      }
    }
    db.prepare('DELETE FROM series WHERE id = ?').run(id);
  }
  if (series.length > 0) {
    db.exec('DELETE FROM metric WHERE name NOT IN (SELECT name FROM series)');
  }
  return removed;
}

function doomedSeries(db: DatabaseSync, request: PurgeRequest): number[] {
  const { matching } = request;
  return db
    .prepare('SELECT id, name, labels, origin FROM series')
    .all()
    .filter(
      (row) =>
        originFits(request, JSON.parse(String(row['origin'])) as Origin) &&
        (matching === undefined || [row['name'], row['labels'], row['origin']].join('\n').includes(inJson(matching)))
    )
    .map((row) => Number(row['id']));
}
