import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { type Measured, quantile } from '../result.ts';
import { makeEventBatch, refreshEvents } from './event-batch.ts';
import { atRate, type Post, saturate } from './http-load.ts';
import { ask, peakMemory, type RunningService, temporaryFolder } from './running-service.ts';
import { makeSpanBatch, refresh } from './span-batch.ts';

const NDJSON = { 'content-type': 'application/x-ndjson' };

/** Log events in batches of 1,000 for `seconds`; then all of them are counted through the query API. */
export async function telemetryRows(service: RunningService, seconds: number): Promise<Measured[]> {
  const batch = makeEventBatch(1000, (index) => ({
    type: 'log',
    id: 'bench-@ID@',
    at: '@AT@',
    severity: index % 50 === 0 ? 'error' : 'info',
    body: `worker ${index % 8} finished step ${index} of the nightly import`,
    session: `session-${index % 4}`,
    attributes: { step: index, tool: index % 3 === 0 ? 'Bash' : 'Edit', success: index % 50 !== 0 },
  }));
  const url = new URL('/api/v1/events', service.url);
  const from = Date.now();
  const next = (index: number): Post => ({ url, headers: NDJSON, body: refreshEvents(batch, index, Date.now()) });
  const { result, peakMb } = await peakMemory(service.pid, () => saturate(next, 4, seconds));
  const sent = result.acknowledged * 1000;
  const histogram = {
    timeRange: { from: from - 60_000, to: Date.now() + 60_000 },
    maxDataPoints: 1000,
    intervalMs: 60_000,
  };
  const stored = await countLogs(service.url, histogram);
  if (stored !== sent) {
    throw new Error(`${sent} events were acknowledged, ${stored} can be read`);
  }
  const note = `${seconds} s, ${result.busyAnswers} busy answers obeyed, ${stored} of ${sent} readable`;
  return [
    {
      name: 'telemetry events over HTTP',
      value: sent / result.seconds,
      unit: 'events/s',
      target: 100_000,
      better: 'higher',
      note,
    },
    { name: 'memory during that', value: peakMb, unit: 'MB', target: 500, better: 'lower' },
  ];
}

async function countLogs(url: URL, range: object): Promise<number> {
  let count = 0;
  const response = await fetch(new URL('/api/v1/query', url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ queries: [{ refId: 'A', queryType: 'logs', query: { format: 'histogram' }, ...range }] }),
  });
  const answer = (await response.json()) as { results: { A: { frames?: Array<{ data: { values: unknown[][] } }> } } };
  for (const frame of answer.results.A.frames ?? []) {
    for (const column of frame.data.values.slice(1)) {
      count += (column as Array<number | null>).reduce<number>((sum, value) => sum + (value ?? 0), 0);
    }
  }
  return count;
}

/** The same number of rows written with nothing but node:sqlite: what the machine can do at most. */
export function bareSqliteRow(rows = 1_000_000): Measured {
  const database = new DatabaseSync(join(temporaryFolder('sqlite'), 'bare.db'));
  database.exec(
    'PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; CREATE TABLE line (id INTEGER PRIMARY KEY, at INTEGER, body TEXT); CREATE INDEX line_at ON line (at)'
  );
  const insert = database.prepare('INSERT INTO line (at, body) VALUES (?, ?)');
  const started = performance.now();
  for (let done = 0; done < rows; done += 1000) {
    database.exec('BEGIN');
    for (let index = 0; index < 1000; index++) {
      insert.run(done + index, `worker ${index % 8} finished step ${index} of the nightly import`);
    }
    database.exec('COMMIT');
  }
  const seconds = (performance.now() - started) / 1000;
  database.close();
  return {
    name: 'bare SQLite inserts, one index',
    value: rows / seconds,
    unit: 'rows/s',
    better: 'higher',
    note: 'for comparison: no HTTP, no parsing, no search index',
  };
}

/** Status changes in batches of 100, each batch on disk before it is acknowledged. */
export async function journalRow(service: RunningService, seconds: number): Promise<Measured> {
  const statuses = ['in-progress', 'review', 'done', 'pending'];
  const batch = makeEventBatch(100, (index) => ({
    type: 'task.status',
    id: 'change-@ID@',
    at: '@AT@',
    project: 'bench',
    tag: 'master',
    taskId: String(index + 1),
    data: { to: statuses[index % 4] },
  }));
  const url = new URL('/api/v1/events', service.url);
  const next = (index: number): Post => ({ url, headers: NDJSON, body: refreshEvents(batch, index, Date.now()) });
  const result = await saturate(next, 8, seconds);
  const value = (result.acknowledged * 100) / result.seconds;
  return {
    name: 'journal events, acknowledged on disk',
    value,
    unit: 'events/s',
    target: 10_000,
    better: 'higher',
    note: 'batches of 100',
  };
}

/** OTLP/protobuf spans with 20 attributes in batches of 500. */
export async function spansRow(service: RunningService, seconds: number): Promise<Measured> {
  const batch = makeSpanBatch(500, 20);
  const url = new URL('/v1/traces', service.url);
  const headers = { 'content-type': 'application/x-protobuf' };
  const next = (): Post => ({ url, headers, body: refresh(batch, Date.now()) });
  const { result, peakMb } = await peakMemory(service.pid, () => saturate(next, 4, seconds));
  const value = (result.acknowledged * 500) / result.seconds;
  const note = `protobuf, 20 attributes, batches of 500; ${Math.round(peakMb)} MB; ${result.busyAnswers} busy answers obeyed`;
  return { name: 'OTLP spans stored', value, unit: 'spans/s', target: 20_000, better: 'higher', note };
}

/** Hook requests at 200 a second: from sending to the answer, which means on disk. */
export async function hookRow(service: RunningService, seconds: number): Promise<Measured> {
  const url = new URL('/api/v1/hooks/claude-code', service.url);
  const headers = { 'content-type': 'application/json' };
  const next = (index: number): Post => {
    const event = index % 2 === 0 ? 'PreToolUse' : 'PostToolUse';
    const body = {
      session_id: `s${index % 3}`,
      cwd: '/',
      hook_event_name: event,
      tool_name: 'Bash',
      tool_use_id: `t${index >> 1}`,
      tool_input: { command: 'true' },
    };
    return { url, headers, body: Buffer.from(JSON.stringify(body)) };
  };
  const times = await atRate(next, 200, seconds);
  const note = `200/s for ${seconds} s; median ${quantile(times, 0.5).toFixed(1)} ms`;
  return {
    name: 'hook acknowledged, p99',
    value: quantile(times, 0.99),
    unit: 'ms',
    target: 10,
    better: 'lower',
    note,
  };
}

/** Makes sure that the service answers at all before anything is measured. */
export async function warmUp(service: RunningService): Promise<void> {
  await ask(service.url, 'projects', {});
  await hookRow(service, 1);
}
