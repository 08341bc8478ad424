import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { parseArgs } from 'node:util';
import {
  openTelemetryReader,
  openTelemetryWriter,
  type TelemetryRecords,
} from '../../backend/src/telemetry/embedded/index.ts';
import { type Measured, report as reportRow } from './result.ts';
import { makeLogs, makeMetrics, makeSpans, randomFrom } from './telemetry-data.ts';
import { queryBenches } from './telemetry-queries.ts';

/**
 * How fast the embedded telemetry store takes records in, on one thread and with the attributes' JSON made on the way,
 * and how fast it answers when it is full. `--records N` (default 10 million lines and as many samples), `--spans N`,
 * `--json` for one object a line.
 */
const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    records: { type: 'string', default: '10000000' },
    spans: { type: 'string', default: '1000000' },
    keep: { type: 'boolean', default: false },
  },
});

function report(name: string, value: number, unit: string, target: number | null, better: Measured['better']): void {
  reportRow({ name, value, unit, target: target ?? undefined, better }, options.json);
}

const DAY = 86_400_000;
const now = Date.now();
const begin = now - DAY;
const records = Number(options.records);
const spanCount = Number(options.spans);
const dataDir = mkdtempSync(join(tmpdir(), 'telemetry-bench-'));
const random = randomFrom(7);
let peak = 0;

const writer = openTelemetryWriter({
  dataDir,
  retention: {
    metricsMs: 7 * DAY,
    metrics5mMs: 30 * DAY,
    metrics1hMs: 365 * DAY,
    tracesMs: 7 * DAY,
    logsMs: 7 * DAY,
    logErrorsMs: 30 * DAY,
  },
});

/**
 * Writes `count` records, `perCommit` a transaction, with a little maintenance now and then; returns records/s. Says
 * beside it what a second of this process' CPU takes in: where other work shares the machine that is what can be compared.
 */
function fill(
  what: string,
  count: number,
  perCommit: number,
  next: (done: number) => Partial<TelemetryRecords>
): number {
  const started = performance.now();
  const before = process.cpuUsage();
  for (let done = 0, commits = 0; done < count; done += perCommit, commits++) {
    writer.begin();
    writer.write({ metrics: [], spans: [], logs: [], ...next(done) });
    writer.commit();
    if (commits % 50 === 49) {
      writer.maintain(5);
      peak = Math.max(peak, process.memoryUsage.rss());
    }
  }
  const { user, system } = process.cpuUsage(before);
  report(`${what} in, per second of CPU`, (count / (user + system)) * 1e6, `${what}/s`, null, 'higher');
  return (count / (performance.now() - started)) * 1000;
}

/** What SQLite alone does with as large a row and no more than a key. */
function bareInserts(): number {
  const db = new DatabaseSync(join(dataDir, 'bare.db'));
  db.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; CREATE TABLE t (id INTEGER PRIMARY KEY, a, b, c, d);'
  );
  const insert = db.prepare('INSERT INTO t VALUES (?, ?, ?, ?, ?)');
  const text = 'x'.repeat(250);
  const count = Math.min(1_000_000, records);
  const started = performance.now();
  for (let i = 0; i < count;) {
    db.exec('BEGIN');
    for (let k = 0; k < 5000; k++, i++) {
      insert.run(i, i % 7, i % 50, text, i * 0.5);
    }
    db.exec('COMMIT');
  }
  const rate = (count / (performance.now() - started)) * 1000;
  db.close();
  rmSync(join(dataDir, 'bare.db'));
  return rate;
}

function bytes(folder: string): number {
  return readdirSync(join(dataDir, 'telemetry', folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}

try {
  report('bare SQLite inserts (250-byte rows, one key)', bareInserts(), 'rows/s', null, 'higher');

  const logs = makeLogs(50_000, random);
  const perLine = DAY / records;
  let at = 0;
  report(
    'log lines in, one thread, 1,000 a commit',
    fill('lines', records, 1000, (done) => {
      at = (done / 1000) % 50;
      const batch = logs.slice(at * 1000, at * 1000 + 1000);
      batch.forEach((log, i) => {
        log.at = begin + (done + i) * perLine;
        log.observedAt = log.at + 5000;
      });
      return { logs: batch };
    }),
    'lines/s',
    100_000,
    'higher'
  );

  const { points } = makeMetrics(random);
  const perRound = DAY / (records / points.length);
  report(
    'metric samples in, one thread, 1,000 a commit',
    fill('samples', records, points.length, (done) => {
      const round = done / points.length;
      for (const point of points) {
        point.at = begin + round * perRound;
        if (point.kind === 'gauge') {
          point.value = random.below(1000);
        } else if (point.temporality === 'delta') {
          point.startAt = point.at - perRound;
          point.value = random.below(10);
        } else if (point.histogram) {
          point.histogram.count += 10;
          point.histogram.sum += 20;
          point.histogram.counts[random.below(8)]! += 10;
        } else {
          point.value! += random.below(10);
        }
      }
      return { metrics: points };
    }),
    'samples/s',
    100_000,
    'higher'
  );

  const perSpan = DAY / spanCount;
  report(
    'spans in (20 attributes), one thread, 500 a commit',
    fill('spans', spanCount, 500, (done) => {
      const batch = makeSpans(25, random);
      batch.forEach((span, i) => (span.startAt = begin + (done + i) * perSpan));
      return { spans: batch };
    }),
    'spans/s',
    20_000,
    'higher'
  );

  const started = performance.now();
  while (writer.maintain(200)) {
    peak = Math.max(peak, process.memoryUsage.rss());
  }
  report('sorting, folding, indexing what was waiting', (performance.now() - started) / 1000, 's', null, 'lower');
  report('highest resident memory of the process', peak / 1e6, 'MB', 500, 'lower');
  report('disk per log line', bytes('logs') / records, 'bytes', null, 'lower');
  report('disk per metric sample, roll-ups included', bytes('metrics') / records, 'bytes', null, 'lower');
  report('disk per span', bytes('traces') / spanCount, 'bytes', null, 'lower');

  const reader = openTelemetryReader({ dataDir });
  for (const { name, run } of queryBenches(reader, { from: begin, to: now }, randomFrom(11))) {
    const times: number[] = [];
    for (let i = 0; i < 20; i++) {
      const start = performance.now();
      await run();
      times.push(performance.now() - start);
    }
    times.sort((a, b) => a - b);
    report(`${name}, p95 of 20`, times[18]!, 'ms', 100, 'lower');
  }
  reader.close();
} finally {
  writer.close();
  if (options.keep) {
    process.stdout.write(`${dataDir}\n`);
  } else {
    rmSync(dataDir, { recursive: true, force: true });
  }
}
