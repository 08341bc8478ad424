import { cpSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { loadConfig } from '../../../backend/src/config.ts';
import { identifyProject } from '../../../backend/src/ingest/project-id.ts';
import { prepareSample } from '../../../backend/src/sample/prepare.ts';
import { replaySample } from '../../../backend/src/sample/replay.ts';
import { type RunningService, startService } from '../../../backend/src/server.ts';
import { openTelemetryReader, openTelemetryWriter } from '../../../backend/src/telemetry/embedded/index.ts';
import { RETENTION } from '../../../backend/src/telemetry/embedded/testing/folder.ts';
import { type LogRecord, type MetricPoint, type SpanRecord } from '../../../backend/src/telemetry/types.ts';
import { temporaryFolder } from '../../../backend/src/testing/service.ts';
import { PACKAGE_ROOT } from '../../../backend/src/util/package-root.ts';
import { startJaeger } from './jaeger.ts';
import { startOpenSearch } from './opensearch.ts';
import { otlpOfSpans } from './otlp-of-spans.ts';
import { startPrometheus } from './prometheus.ts';
import { asOtelDocument } from './sample-logs.ts';
import { storedPoints } from './stored-points.ts';
import { until } from './until.ts';

/** The service writes down its own metrics this often. */
const RECORD_MS = 15_000;
const DAY = 86_400_000;
const TEMPLATE = join(PACKAGE_ROOT, 'deploy', 'elasticsearch', 'index-template.json');
const NUMBERS = { trace: 1, debug: 5, info: 9, warn: 13, error: 17, fatal: 21 };

/** Two services with the same journal: one reads its telemetry from its own files, the other from three servers. */
export interface DashboardTwins {
  embedded: RunningService;
  servers: RunningService;
  project: string;
  run: string;
  /** The last moment of which both know all, epoch ms. */
  end: number;
  stop(): Promise<void>;
}

/** Plays the sample project `pace` times as fast as life, then puts what the service has kept into real servers too. */
export async function dashboardTwins(pace: number): Promise<DashboardTwins> {
  const closers: Array<() => Promise<void> | void> = [];
  const stop = async (): Promise<void> => {
    for (const close of closers.splice(0).reverse()) {
      await close();
    }
  };
  try {
    const [prometheus, jaeger, opensearch] = [await startPrometheus(), await startJaeger(), await startOpenSearch()];
    closers.push(async () => {
      await Promise.all([prometheus.stop(), jaeger.stop(), opensearch.stop()]);
    });
    const { data, project } = await playedSample(pace);
    closers.push(() => rmSync(data, { recursive: true, force: true }));
    const end = Math.ceil(Date.now() / 5000) * 5000;

    const points = storedPoints(data).map(asServersKnowIt);
    const { spans, logs } = await storedRecords(data, end);
    keepInstead(data, points, logs);
    await prometheus.write(points);
    await jaeger.write(otlpOfSpans(spans));
    await opensearch.send('PUT', '/_index_template/taskmaster-logs', JSON.parse(readFileSync(TEMPLATE, 'utf8')));
    await opensearch.bulk(
      'taskmaster-logs-otel',
      logs.map((log) => asOtelDocument(log, NUMBERS[log.severity]))
    );
    const last = spans.at(-1)?.traceId ?? '';
    await until(async () => (await fetch(`${jaeger.url}/api/traces/${last}`)).ok);

    const other = temporaryFolder('twin');
    closers.push(() => rmSync(other, { recursive: true, force: true }));
    cpSync(data, other, { recursive: true, filter: (path) => !path.startsWith(join(data, 'telemetry')) });
    await sleep(Math.max(0, end - Date.now()));
    const embedded = await serviceOf(data, {});
    closers.push(() => embedded.close());
    const servers = await serviceOf(other, {
      TASKMASTER_OBSERVE_METRICS_URL: prometheus.url,
      TASKMASTER_OBSERVE_TRACES_URL: jaeger.url,
      TASKMASTER_OBSERVE_LOGS_URL: opensearch.url,
    });
    closers.push(() => servers.close());
    const runs = (await (await fetch(`${embedded.url}/api/v1/runs?project=${project}`)).json()) as Array<{
      id: string;
    }>;
    return { embedded, servers, project, run: runs[0]?.id ?? '', end, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * The service's own metrics as a scrape brings them: under their names, units in them, and without the moment a counter began.
 * That last is the one difference that is allowed (docs/engines.md): Prometheus does not count what a counter without a
 * session counted before it was first seen. So it is taken from the embedded store too, and everything else has to agree.
 */
function asServersKnowIt(point: MetricPoint): MetricPoint {
  const { unit: _unit, startAt, ...own } = point;
  if (point.name.includes('.')) {
    return point; // from agents, by OTLP
  }
  return point.temporality === 'delta' ? { ...own, ...(startAt === undefined ? {} : { startAt }) } : own;
}

/** Puts these in the place of the samples and lines that are there. */
function keepInstead(dataDir: string, metrics: MetricPoint[], logs: LogRecord[]): void {
  for (const signal of ['metrics', 'logs']) {
    rmSync(join(dataDir, 'telemetry', signal), { recursive: true });
  }
  const writer = openTelemetryWriter({ dataDir, retention: RETENTION });
  writer.begin();
  writer.write({ metrics, spans: [], logs });
  writer.commit();
  writer.close();
}

async function playedSample(pace: number): Promise<{ data: string; project: string }> {
  const folder = join(temporaryFolder('sample'), 'bookshop-api');
  const data = temporaryFolder('played');
  await prepareSample(join(PACKAGE_ROOT, 'examples', 'sample-project'), folder, Date.now());
  const service = await serviceOf(data, {}, [folder]);
  try {
    const project = identifyProject(folder)?.id ?? '';
    await replaySample({ folder, project, baseUrl: service.url, pace });
    await sleep(RECORD_MS + 1000); // what was counted last is written down, too
    return { data, project };
  } finally {
    await service.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function serviceOf(data: string, env: NodeJS.ProcessEnv, projects: string[] = []): Promise<RunningService> {
  const flags = { data, port: 0, logLevel: 'silent', readers: 1, projects };
  const { config } = loadConfig({ env, flags });
  return startService(config, { log: pino({ level: 'silent' }), pages: { webRoot: '/none', bundleRoot: '/none' } });
}

async function storedRecords(dataDir: string, end: number): Promise<{ spans: SpanRecord[]; logs: LogRecord[] }> {
  const reader = openTelemetryReader({ dataDir });
  try {
    const range = { from: end - 2 * DAY, to: end + 1 };
    const { traces } = await reader.traces.search({ range, filters: [], limit: 100_000 });
    const spans = [];
    for (const { traceId } of traces) {
      spans.push(...(await reader.traces.trace(traceId, 100_000)).spans);
    }
    const { logs } = await reader.logs.search({ range, filters: [], order: 'asc', limit: 1_000_000 });
    return { spans, logs: logs.map((log) => ({ ...log, at: Math.round(log.at) })) }; // as documents have them: whole milliseconds
  } finally {
    reader.close();
  }
}
