import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cacheFolder } from './cache.ts';
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

/** Path of Jaeger where it is there: of TASKMASTER_JAEGER, or built before. */
export function jaegerBinary(): string | undefined {
  const built = join(cacheFolder(`jaeger-${VERSION.slice(1)}`), 'jaeger');
  return [process.env.TASKMASTER_JAEGER, built].find((file) => file !== undefined && existsSync(file));
}

/**
 * Builds it from its Go module inside a copy, for `go install` refuses modules with replaced dependencies. Minutes; the
 * module's checksum is verified. Throws a sentence where that is not possible.
 */
export function buildJaeger(): string {
  const folder = cacheFolder(`jaeger-${VERSION.slice(1)}`);
  const source = join(folder, 'src');
  const binary = join(folder, 'jaeger');
  const go = (args: string[], cwd?: string) =>
    execFileSync('go', args, { cwd, env: { ...process.env, GOWORK: 'off' }, stdio: ['ignore', 'pipe', 'pipe'] });
  try {
    const module = JSON.parse(
      go(['mod', 'download', '-json', `github.com/jaegertracing/jaeger@${VERSION}`]).toString()
    ) as { Dir: string };
    rmSync(source, { recursive: true, force: true });
    cpSync(module.Dir, source, { recursive: true });
    execFileSync('chmod', ['-R', 'u+w', source]);
    go(['build', '-o', `${binary}.part`, './cmd/jaeger'], source);
    renameSync(`${binary}.part`, binary); // a build that was cut short is not taken for one
    return binary;
  } catch (error) {
    throw new Error(
      `Jaeger ${VERSION} cannot be built with Go (${(error as Error).message.split('\n')[0]}). Name a binary in TASKMASTER_JAEGER.`,
      { cause: error }
    );
  } finally {
    rmSync(source, { recursive: true, force: true });
  }
}

/** A Jaeger of its own that keeps traces in memory, or with `disk` in its embedded database (Badger). */
export async function startJaeger({ disk = false }: { disk?: boolean } = {}): Promise<JaegerServer> {
  const binary = jaegerBinary() ?? buildJaeger();
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
