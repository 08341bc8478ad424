import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepInCache } from './cache.ts';
import { goBuild } from './go-build.ts';
import { freePort, startServer } from './server-process.ts';

/** The newest of Jaeger 2 that the Go module proxy lists under this name. */
const VERSION = 'v1.76.0';

export interface JaegerServer {
  url: string;
  /** Takes OTLP over HTTP. */
  otlpUrl: string;
  pid: number;
  /** Where its spans are, if on disk. */
  folder: string;
  /** Sends an ExportTraceServiceRequest in JSON. */
  write(request: unknown): Promise<void>;
  stop(): Promise<void>;
}

/** Path of Jaeger: of TASKMASTER_JAEGER, or compiled into the cache: four minutes, once. */
export function installJaeger(): string {
  const named = process.env.TASKMASTER_JAEGER;
  if (named !== undefined && existsSync(named)) {
    return named;
  }
  const folder = keepInCache(`jaeger-${VERSION.slice(1)}`, (part) => {
    goBuild('github.com/jaegertracing/jaeger', VERSION, [], './cmd/jaeger', join(part, 'jaeger'));
  });
  return join(folder, 'jaeger');
}

/** A Jaeger of its own that keeps traces in memory, or with `disk` in its embedded database (Badger). */
export async function startJaeger({ disk = false }: { disk?: boolean } = {}): Promise<JaegerServer> {
  const binary = installJaeger();
  const folder = mkdtempSync(join(tmpdir(), 'jaeger-'));
  const [query, grpc, otlp] = [await freePort(), await freePort(), await freePort()];
  const config = join(folder, 'jaeger.yaml');
  writeFileSync(
    config,
    JSON.stringify({
      service: {
        extensions: ['jaeger_storage', 'jaeger_query'],
        pipelines: { traces: { receivers: ['otlp'], exporters: ['jaeger_storage_exporter'] } },
        telemetry: { metrics: { level: 'none' }, logs: { level: 'warn' } },
      },
      extensions: {
        jaeger_query: {
          storage: { traces: 'main' },
          http: { endpoint: `127.0.0.1:${query}` },
          grpc: { endpoint: `127.0.0.1:${grpc}` },
        },
        jaeger_storage: { backends: { main: disk ? badger(folder) : { memory: { max_traces: 100_000 } } } },
      },
      receivers: { otlp: { protocols: { http: { endpoint: `127.0.0.1:${otlp}` } } } },
      exporters: { jaeger_storage_exporter: { trace_storage: 'main' } },
    })
  );
  const url = `http://127.0.0.1:${query}`;
  const server = await startServer(binary, ['--config', config], `${url}/api/services`, {
    cwd: folder,
    env: { ...process.env, OTEL_TRACES_SAMPLER: 'always_off' }, // it would trace itself
  });
  const otlpUrl = `http://127.0.0.1:${otlp}/v1/traces`;
  return {
    url,
    otlpUrl,
    pid: server.pid,
    folder: join(folder, 'badger'),
    async write(request) {
      const answer = await fetch(otlpUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(request),
      });
      if (!answer.ok) {
        throw new Error(`OTLP: ${answer.status} ${await answer.text()}`);
      }
    },
    async stop() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function badger(folder: string) {
  const [keys, values] = [join(folder, 'badger', 'keys'), join(folder, 'badger', 'values')];
  return { badger: { directories: { keys, values }, ephemeral: false, ttl: { spans: '168h' } } };
}
