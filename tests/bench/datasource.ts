/**
 * What the way through Grafana adds to the service's own answer: `/api/ds/query` and `/api/v1/query` asked in turn, the same
 * question, answers read whole: `GRAFANA_URL=http://… node tests/bench/datasource.ts [--rounds 200] [--project ID] [--json]`.
 * `--project` is one that an earlier run filled.
 * That Grafana must let this in as an admin and have the built plugins. A service is started for it, or TASKMASTER_URL names one
 * without a token that may keep a project of 100,000 tool calls.
 */
import { parseArgs } from 'node:util';
import { DATASOURCE_TYPE } from '../../contract/app-links.ts';
import { type QueryAnswer } from '#contract/frames.ts';
import { api, GRAFANA_URL } from '../grafana/support/grafana.ts';
import { machine, quantile, report } from './result.ts';
import { endServices, startService, temporaryFolder } from './service/running-service.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '200' },
    project: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
const ROWS = 100_000;
const UID = 'taskmaster-bench';
const TESTDATA_UID = 'taskmaster-bench-testdata';
const HOUR = 3_600_000;

if (GRAFANA_URL === '') {
  process.stdout.write(
    'Not measured: set GRAFANA_URL to a Grafana that has dist/taskmaster-observability-app among its plugins.\n'
  );
  process.exit(0);
}

const json = { 'content-type': 'application/json' };

async function post(url: string, body: unknown): Promise<ArrayBuffer> {
  const response = await fetch(url, { method: 'POST', headers: json, body: JSON.stringify(body) });
  const bytes = await response.arrayBuffer();
  if (!response.ok) {
    throw new Error(`${url} answered ${response.status}: ${Buffer.from(bytes).toString('utf8').slice(0, 300)}`);
  }
  return bytes;
}

/** A project with as many tool calls as rows are wanted, over the hour before `to`. */
async function fill(service: string, project: string, to: number, rows: number): Promise<void> {
  const session = `${project}-session`;
  const added = { name: 'Bench', path: `/nowhere/${project}`, currentTag: 'master' };
  const task = { taskId: '1', position: 0, title: 'Work', status: 'in-progress', dependencies: [] };
  await post(`${service}/api/v1/events`, [
    { type: 'project.added', project, at: to - HOUR, data: added },
    { type: 'task.added', project, tag: 'master', taskId: '1', at: to - HOUR, data: { task } },
    { type: 'session.started', project, session, at: to - HOUR, data: { agentName: 'claude-code' } },
  ]);
  for (let first = 0; first < rows; first += 1000) {
    const events = Array.from({ length: 1000 }, (_, at) => ({
      id: `${project}-${first + at}`,
      type: 'tool.ended',
      project,
      session,
      at: to - HOUR + Math.floor(((first + at) / rows) * HOUR),
      data: {
        toolUseId: `${project}-${first + at}`,
        tool: ['Bash', 'Edit', 'Read'][at % 3],
        success: at % 7 > 0,
        durationMs: at,
      },
    }));
    await post(`${service}/api/v1/events`, events);
  }
}

/** Milliseconds until the whole answer was there. */
async function timed(ask: () => Promise<ArrayBuffer>): Promise<number> {
  const begun = performance.now();
  await ask();
  return performance.now() - begun;
}

async function compare(service: string, project: string, to: number, limit: number, rounds: number) {
  const query = {
    refId: 'A',
    queryType: 'timeline',
    query: { project, kinds: ['tool'], limit },
    intervalMs: 1000,
    maxDataPoints: 1000,
  };
  const range = { from: to - 12 * HOUR, to: to + HOUR };
  const direct = () => post(`${service}/api/v1/query`, { queries: [{ ...query, timeRange: range }] });
  const through = () =>
    post(`${GRAFANA_URL}/api/ds/query`, {
      from: String(range.from),
      to: String(range.to),
      queries: [{ ...query, datasource: { type: DATASOURCE_TYPE, uid: UID } }],
    });
  const times: { direct: number[]; through: number[] } = { direct: [], through: [] };
  let shape = '';
  for (const ask of [direct, through]) {
    const { frames } = (JSON.parse(Buffer.from(await ask()).toString('utf8')) as QueryAnswer).results.A!;
    const [rows, columns] = [frames?.[0]?.data.values[0]?.length ?? 0, frames?.[0]?.schema.fields.length ?? 0];
    if (rows !== limit) {
      throw new Error(`There are ${rows} rows in place of ${limit}.`);
    }
    shape = `${rows} rows × ${columns} columns, ${rounds} rounds`;
  }
  for (let round = 0; round < rounds; round += 1) {
    // In turn, and not always the same one first: what else the machine does meets both.
    for (const name of round % 2 === 0 ? (['direct', 'through'] as const) : (['through', 'direct'] as const)) {
      times[name].push(await timed(name === 'direct' ? direct : through));
    }
  }
  return { times, shape };
}

/** What Grafana takes over a frame of its own, read from text: no plugin, no service, no network. Milliseconds. */
async function grafanaAlone(rounds: number): Promise<number[]> {
  const line = (row: number) => [row, `a${row}`, row * 2, `b${row}`, row / 3, 'c', row % 7, `d${row}`].join();
  const csvContent = ['a,b,c,d,e,f,g,h', ...Array.from({ length: 1000 }, (_, row) => line(row))].join('\n');
  const type = 'grafana-testdata-datasource';
  await api('DELETE', `datasources/uid/${TESTDATA_UID}`).catch(() => undefined);
  await api('POST', 'datasources', { type, uid: TESTDATA_UID, name: 'Bench TestData', access: 'proxy' });
  const query = { refId: 'A', scenarioId: 'csv_content', csvContent, datasource: { type, uid: TESTDATA_UID } };
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    times.push(await timed(() => post(`${GRAFANA_URL}/api/ds/query`, { from: 'now-1h', to: 'now', queries: [query] })));
  }
  return times;
}

try {
  const service =
    (process.env.TASKMASTER_URL ?? '').replace(/\/+$/, '') ||
    (await startService(temporaryFolder('datasource'))).url.origin;
  const project = values.project ?? `bench-${Date.now().toString(36)}`;
  const to = Date.now();
  process.stderr.write(`${machine()}\n`);
  if (values.project === undefined) {
    process.stderr.write(`${ROWS} events, project ${project} …\n`);
    await fill(service, project, to, ROWS);
  }
  // A project of its own: the service reads all calls of a session before it takes the latest.
  const smallProject = `${project}-small-${to.toString(36)}`;
  await fill(service, smallProject, to, 1000);
  await api('DELETE', `datasources/uid/${UID}`).catch(() => undefined); // of a run that was cut short
  await api('POST', 'datasources', { type: DATASOURCE_TYPE, uid: UID, name: 'Bench', access: 'proxy', url: service });
  const print = (name: string, value: number, unit: string, target: number | undefined, note: string) =>
    report({ name, value, unit, better: 'lower', note, ...(target === undefined ? {} : { target }) }, values.json);

  const small = await compare(service, smallProject, to, 1000, Number(values.rounds));
  const added = (q: number) => quantile(small.times.through, q) - quantile(small.times.direct, q);
  print('ds/query 1,000 rows: added, p95', added(0.95), 'ms', 5, small.shape);
  print('ds/query 1,000 rows: added, median', added(0.5), 'ms', undefined, '');
  print('ds/query 1,000 rows: service alone, p95', quantile(small.times.direct, 0.95), 'ms', undefined, '');

  const alone = await grafanaAlone(Number(values.rounds));
  print('for scale: Grafana alone, TestData of 1,000 rows, p95', quantile(alone, 0.95), 'ms', undefined, '8 columns');
  print('for scale: Grafana alone, TestData of 1,000 rows, median', quantile(alone, 0.5), 'ms', undefined, '');

  const large = await compare(service, project, to, ROWS, Math.max(5, Math.ceil(Number(values.rounds) / 10)));
  const share = (q: number) => 100 * (quantile(large.times.through, q) / quantile(large.times.direct, q) - 1);
  print('ds/query 100,000 rows: added, p95', share(0.95), '%', 30, large.shape);
  print('ds/query 100,000 rows: added, median', share(0.5), '%', undefined, '');
  print('ds/query 100,000 rows: service alone, p95', quantile(large.times.direct, 0.95), 'ms', undefined, '');
} finally {
  await api('DELETE', `datasources/uid/${UID}`).catch(() => undefined);
  await api('DELETE', `datasources/uid/${TESTDATA_UID}`).catch(() => undefined);
  endServices();
}
