// Builds the datasource's executable into the Grafana bundle: for this platform, or for every one that Grafana has. What is
// built stays in a cache by its sources, so that an unchanged one is only copied. Without Go it says so and is done.
// Usage: node scripts/build-datasource.mjs [--all] [--to FOLDER]
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  globSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DIST } from './build/plugin-folders.mjs';
import { go, GO_TAGS, goModule, whyNoGo } from './lib/go.mjs';
import { root } from './lib/install.mjs';

const PLATFORMS = ['linux/amd64', 'linux/arm64', 'linux/arm', 'darwin/amd64', 'darwin/arm64', 'windows/amd64'];
const HOST_OS = { linux: 'linux', darwin: 'darwin', win32: 'windows' }[process.platform];
const HOST_ARCH = { x64: 'amd64', arm64: 'arm64', arm: 'arm' }[process.arch];
const DAY_MS = 86_400_000;
const CACHE = join(root, 'node_modules', '.cache', 'datasource');

const { values } = parseArgs({
  options: { all: { type: 'boolean', default: false }, to: { type: 'string', default: DIST } },
});
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const { id, executable } = JSON.parse(readFileSync(join(goModule, 'plugin.json'), 'utf8'));

/** Go sources, by path from the root with forward slashes, as the SDK's own build lists them. */
function sources() {
  return globSync('**/*.go', { cwd: goModule })
    .map((path) => `plugins/datasource/${path.replaceAll('\\', '/')}`)
    .sort();
}

const sha256 = (content) => createHash('sha256').update(content).digest('hex');

/** `sha256:path` a line: what Grafana's reviewers compare the executable's sources with. */
function manifest() {
  return sources()
    .map((path) => `${sha256(readFileSync(join(root, path)))}:${path}\n`)
    .join('');
}

/** Milliseconds of the last commit, so that the same sources give the same bytes. */
function buildTime() {
  try {
    return (
      1000 * Number(execFileSync('git', ['log', '-1', '--format=%ct', '--', '.'], { cwd: goModule, encoding: 'utf8' }))
    );
  } catch {
    return 0; // not a checkout, or no git
  }
}

function fileName(platform) {
  const [os, arch] = platform.split('/');
  return `${executable}_${os}_${arch}${os === 'windows' ? '.exe' : ''}`;
}

/** Builds one executable into the cache; whether it is there. */
function build(platform, folder) {
  const [GOOS, GOARCH] = platform.split('/');
  const info = JSON.stringify({ time: buildTime(), pluginID: id, version });
  const ldflags = `-w -s -extldflags "-static" -X main.version=${version} -X 'github.com/grafana/grafana-plugin-sdk-go/build/buildinfo.buildInfoJSON=${info}'`;
  const unfinished = join(folder, `unfinished-${process.pid}`);
  const args = ['build', '-trimpath', '-tags', GO_TAGS, '-ldflags', ldflags, '-o', unfinished, './pkg'];
  if (go(args, { env: { GOOS, GOARCH, CGO_ENABLED: '0' }, stdio: 'inherit' }).status !== 0) {
    return false;
  }
  renameSync(unfinished, join(folder, fileName(platform))); // one that was cut short is never taken for built
  return true;
}

/** The cache's folder for the sources as they are; what was built from others is dropped after a day. */
function cacheFolder(listed) {
  const inputs = ['go.mod', 'go.sum', 'plugin.json'].map((name) => readFileSync(join(goModule, name), 'utf8'));
  const key = sha256(
    [listed, version, go(['version']).stdout, readFileSync(import.meta.filename, 'utf8'), ...inputs].join('\n')
  ).slice(0, 16);
  mkdirSync(join(CACHE, key), { recursive: true });
  utimesSync(join(CACHE, key), new Date(), new Date());
  for (const other of readdirSync(CACHE).map((name) => join(CACHE, name))) {
    if (Date.now() - statSync(other).mtimeMs > DAY_MS) {
      rmSync(other, { recursive: true, force: true }); // not a younger one: another build may be at work in it
    }
  }
  return join(CACHE, key);
}

function main() {
  const reason = whyNoGo();
  if (reason !== undefined) {
    process.stdout.write(
      `  The datasource's executable is not built: ${reason}. All else works; Grafana's alerting and queries need it.\n`
    );
    return values.all ? 1 : 0;
  }
  const listed = manifest();
  const folder = cacheFolder(listed);
  const to = join(values.to, 'datasource');
  mkdirSync(to, { recursive: true });
  for (const platform of values.all ? PLATFORMS : [`${HOST_OS}/${HOST_ARCH}`]) {
    const name = fileName(platform);
    const isKept = existsSync(join(folder, name));
    if (!isKept && !build(platform, folder)) {
      process.stderr.write(
        `The datasource's executable for ${platform} could not be built; what go said stands above.\n`
      );
      return 1;
    }
    rmSync(join(to, name), { force: true }); // one that runs cannot be written to, but can be replaced
    copyFileSync(join(folder, name), join(to, name));
    chmodSync(join(to, name), 0o755);
    process.stdout.write(`  ${name}${isKept ? ' (unchanged)' : ''}\n`);
  }
  writeFileSync(join(values.to, 'go_plugin_build_manifest'), listed);
  return 0;
}

process.exitCode = main();
