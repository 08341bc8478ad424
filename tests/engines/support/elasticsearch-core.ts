import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { keepInCache } from './cache.ts';
import { anyJava } from './java.ts';
import { fetchJars } from './maven.ts';
import { type SearchServer, searchServer } from './search-server.ts';
import { freePort, startServer } from './server-process.ts';

const VERSION = '9.5.3';
const NAME = `elasticsearch-core-${VERSION}`;
/** Compiles the few lines that start it: runtimes come without a compiler. */
const COMPILER = 'org.eclipse.jdt:ecj:3.42.0';
const MODULE = 'transport-netty4';

/** Elasticsearch 9's server jar with its HTTP module: the parts of it that Maven Central has, put together as it wants them. */
export function installElasticsearchCore(): string {
  return keepInCache(NAME, (part) => {
    const artifacts = [
      `org.elasticsearch:elasticsearch:${VERSION}`,
      `org.elasticsearch.plugin:${MODULE}:${VERSION}`,
      COMPILER,
    ];
    fetchJars(artifacts, part);
    const lib = join(part, 'lib');
    const own = join(part, 'home', 'modules', MODULE);
    mkdirSync(own, { recursive: true });
    mkdirSync(join(part, 'home', 'config'));
    const jars = readdirSync(lib);
    for (const jar of jars.filter((name) => name.startsWith(MODULE) || name.startsWith('netty-'))) {
      renameSync(join(lib, jar), join(own, jar)); // a class may be in one place only
    }
    describe(own);
    const compiler = jars.find((name) => name.startsWith('ecj-')) ?? '';
    const source = resolve(import.meta.dirname, 'java', 'CoreServer.java');
    const path = jars.filter((name) => name !== compiler).map((name) => join(lib, name));
    const args = ['-jar', join(lib, compiler), '--release', '21', '-proc:none', '-nowarn', '-cp', path.join(':')];
    execFileSync(anyJava(), [...args, '-d', join(part, 'classes'), source], { stdio: ['ignore', 'pipe', 'pipe'] });
    rmSync(join(lib, compiler));
  });
}

/** What says of the module what it is lies in its jar; its Java module's name would bind it to the server's, which is none here. */
function describe(folder: string): void {
  const jar = readdirSync(folder).find((name) => name.startsWith(MODULE)) ?? '';
  const inJar = (name: string) =>
    execFileSync('python3', [
      '-c',
      'import sys,zipfile;sys.stdout.write(zipfile.ZipFile(sys.argv[1]).read(sys.argv[2]).decode())',
      join(folder, jar),
      `META-INF/es-plugins/${MODULE}/${name}`,
    ]).toString();
  const descriptor = inJar('plugin-descriptor.properties').replaceAll(/^modulename=.*$/gm, '');
  writeFileSync(join(folder, 'plugin-descriptor.properties'), descriptor);
  writeFileSync(join(folder, 'entitlement-policy.yaml'), inJar('entitlement-policy.yaml'));
}

/** The core of an Elasticsearch 9 of its own: without scripts, pipelines, lifecycles, security and its start page. */
export async function startElasticsearchCore(): Promise<SearchServer> {
  const installed = installElasticsearchCore();
  const folder = mkdtempSync(join(tmpdir(), 'elasticsearch-'));
  const [http, transport] = [await freePort(), await freePort()];
  const path = `${join(installed, 'classes')}:${join(installed, 'lib')}/*`;
  const args = [join(installed, 'home'), join(folder, 'data'), String(http), String(transport)];
  const url = `http://127.0.0.1:${http}`;
  const server = await startServer(
    anyJava(),
    ['-Xms512m', '-Xmx512m', '-cp', path, 'CoreServer', ...args],
    `${url}/_cluster/health`,
    { cwd: folder }
  );
  return searchServer(url, server, folder);
}
