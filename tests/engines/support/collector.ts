import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { keepInCache } from './cache.ts';
import { buildCollector, type CollectorParts } from './ocb.ts';
import { freePort, startServer } from './server-process.ts';

/**
 * deploy/otel-collector.yaml in real Collectors. No version can be had with all of its parts: 0.145.0 lacks the exporter to
 * Elasticsearch, 0.120.0 lacks most processors. So the first runs the file with that exporter replaced by one that hands the
 * lines on by OTLP, and the second takes them, with exactly the file's settings of the exporter, to Elasticsearch.
 */
const FILE = resolve(import.meta.dirname, '../../../deploy/otel-collector.yaml');

const MAIN: CollectorParts = {
  version: '0.145.0',
  stable: '1.51.0',
  core: {
    receivers: ['otlpreceiver'],
    processors: ['batchprocessor', 'memorylimiterprocessor'],
    exporters: ['otlphttpexporter'],
  },
  contrib: {
    processors: ['deltatocumulativeprocessor', 'transformprocessor', 'filterprocessor', 'redactionprocessor'],
    exporters: ['prometheusremotewriteexporter'],
    extensions: ['healthcheckextension', 'storage/filestorage'],
  },
};

const LOGS: CollectorParts = {
  version: '0.120.0',
  stable: '1.26.0',
  core: { receivers: ['otlpreceiver'], exporters: ['otlphttpexporter'] },
  contrib: { exporters: ['elasticsearchexporter'], extensions: ['healthcheckextension'] },
};

const install = (parts: CollectorParts): string =>
  join(
    keepInCache(`otelcol-${parts.version}`, (part) => buildCollector(parts, part)),
    'otelcol'
  );

/** Both of them: six minutes on two cores, once. */
export function installCollectors(): void {
  [MAIN, LOGS].forEach(install);
}

/** Names in the cache of what is compiled. */
export const COLLECTORS = [MAIN, LOGS].map(({ version }) => `otelcol-${version}`);

export interface CollectorTargets {
  jaegerOtlp: string;
  prometheus: string;
  elasticsearch: string;
  service: string;
  token: string;
}

export interface Collector {
  /** Takes OTLP over HTTP. */
  url: string;
  /** Its own metrics. */
  metrics: string;
  stop(): Promise<void>;
}

interface File {
  text: string;
  ports: { otlp: number; health: number; metrics: number };
}

/** The file, with free ports in place of the well-known ones. */
async function fileWithPorts(): Promise<File> {
  const [grpc, otlp, health, metrics] = [await freePort(), await freePort(), await freePort(), await freePort()];
  const text = readFileSync(FILE, 'utf8')
    .replace(/:4317$/m, `:${grpc}`)
    .replace(/:4318$/m, `:${otlp}`)
    .replace(':13133', `:${health}`)
    .replace('port: 8888', `port: ${metrics}`);
  return { text, ports: { otlp, health, metrics } };
}

/** The settings of the exporter to Elasticsearch as they stand in the file. */
const ELASTIC = / {2}elasticsearch\/debug: &elasticsearch\n[\s\S]+?(?=\n {2}otlphttp\/service:)/;

/** Starts both; the second first. */
export async function startCollector(targets: CollectorTargets): Promise<Collector> {
  const folder = mkdtempSync(join(tmpdir(), 'otelcol-'));
  const env = {
    ...process.env,
    OTELCOL_HOST: '127.0.0.1',
    OTELCOL_QUEUE: join(folder, 'queue'),
    JAEGER_OTLP_URL: targets.jaegerOtlp,
    PROMETHEUS_URL: targets.prometheus,
    ELASTICSEARCH_URL: targets.elasticsearch,
    ELASTICSEARCH_USER: '',
    ELASTICSEARCH_PASSWORD: '',
    TASKMASTER_URL: targets.service,
    TASKMASTER_OBSERVE_TOKEN: targets.token,
  };
  const start = async (parts: CollectorParts, text: string, health: number) => {
    const config = join(folder, `${parts.version}.yaml`);
    writeFileSync(config, text);
    return startServer(install(parts), ['--config', config], `http://127.0.0.1:${health}/`, { cwd: folder, env });
  };
  const main = await fileWithPorts();
  const elastic = ELASTIC.exec(main.text)?.[0] ?? '';
  const levels = ['debug', 'info', 'error'];
  const lines = await Promise.all(levels.map(async (level) => ({ level, port: await freePort() })));
  const logsHealth = await freePort();
  const logs = await start(LOGS, logsConfig(elastic, lines, logsHealth), logsHealth);
  const handOn = lines
    .map(({ level, port }) => `  otlphttp/${level}:\n    endpoint: http://127.0.0.1:${port}\n`)
    .join('');
  const text = main.text.replace(ELASTIC, handOn).replaceAll('[elasticsearch/', '[otlphttp/');
  const first = await start(MAIN, text, main.ports.health).catch(async (error: unknown) => {
    await logs.stop();
    throw error;
  });
  return {
    url: `http://127.0.0.1:${main.ports.otlp}`,
    metrics: `http://127.0.0.1:${main.ports.metrics}/metrics`,
    async stop() {
      await first.stop();
      await logs.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The second one: a receiver, a pipeline and the file's exporter for each level. */
function logsConfig(elastic: string, lines: ReadonlyArray<{ level: string; port: number }>, health: number): string {
  const each = (make: (line: { level: string; port: number }) => string) => lines.map(make).join('');
  return `
extensions: { health_check: { endpoint: 127.0.0.1:${health} } }
receivers:
${each(({ level, port }) => `  otlp/${level}: { protocols: { http: { endpoint: 127.0.0.1:${port} } } }\n`)}
exporters:
  otlphttp/none: { endpoint: http://127.0.0.1:1, sending_queue: &queue { enabled: true, queue_size: 2000 } }
${elastic}
service:
  extensions: [health_check]
  telemetry: { logs: { level: warn }, metrics: { level: none } }
  pipelines:
${each(({ level }) => `    logs/${level}: { receivers: [otlp/${level}], exporters: [elasticsearch/${level}] }\n`)}`;
}
