import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { type MetricPoint } from '../../../backend/src/telemetry/types.ts';
import { keepInCache } from './cache.ts';
import { goBuild } from './go-build.ts';
import { remoteWrite } from './remote-write.ts';
import { freePort, startServer } from './server-process.ts';
import { REPLICA_CONFIG, startThanos } from './thanos.ts';

export interface PrometheusServer {
  url: string;
  pid: number;
  /** Where its samples are. */
  folder: string;
  /** Puts points in as a Collector would: by remote write, names and labels translated, deltas added up. */
  write(points: readonly MetricPoint[]): Promise<void>;
  stop(): Promise<void>;
}

/** Which Prometheus: the oldest that is supported, or the newest. */
export type PrometheusVersion = '2.42' | '3.15';

const MODULE = 'github.com/prometheus/prometheus';
const MODULE_VERSION = 'v0.315.0'; // of 3.15.0

/** Path of 2.42: of TASKMASTER_PROMETHEUS, in PATH, or from Debian's package, which is unpacked into the cache and not installed. */
export function installPrometheus(): string {
  const named = process.env.TASKMASTER_PROMETHEUS;
  const inPath = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'prometheus'));
  const found = [...(named ? [named] : []), ...inPath].find((file) => existsSync(file));
  return found ?? join(keepInCache('prometheus-debian', unpackDebian), 'usr', 'bin', 'prometheus');
}

/** Path of 3.15, compiled without the discovery of clouds' machines: two minutes, once. */
export function installPrometheus3(): string {
  const folder = keepInCache('prometheus-3.15.0', (part) => {
    const named = ['-ldflags', `-X github.com/prometheus/common/version.Version=3.15.0`];
    goBuild(MODULE, MODULE_VERSION, ['-tags', 'remove_all_sd', ...named], './cmd/prometheus', join(part, 'prometheus'));
  });
  return join(folder, 'prometheus');
}

function unpackDebian(folder: string): void {
  const download = mkdtempSync(join(tmpdir(), 'prometheus-deb-'));
  const apt = (args: string[]) => execFileSync('apt-get', args, { cwd: download, stdio: ['ignore', 'ignore', 'pipe'] });
  try {
    try {
      apt(['download', 'prometheus']);
    } catch {
      apt(['update', '-q']); // a new machine has no list of packages yet
      apt(['download', 'prometheus']);
    }
    const file = readdirSync(download).find((one) => one.endsWith('.deb')) ?? '';
    execFileSync('dpkg-deb', ['-x', join(download, file), folder]);
  } catch (error) {
    throw new Error(
      `apt-get does not bring Prometheus (${(error as Error).message.split('\n')[0]}). Put it into PATH, or name it in TASKMASTER_PROMETHEUS.`,
      { cause: error }
    );
  } finally {
    rmSync(download, { recursive: true, force: true });
  }
}

export interface PrometheusOptions {
  version?: PrometheusVersion;
  /** Further flags. */
  flags?: readonly string[];
  /** Further feature flags. */
  features?: readonly string[];
  /** Further lines of its configuration. */
  config?: string;
}

/**
 * A Prometheus of its own in a throw-away folder; samples may come a day late. TASKMASTER_PROMETHEUS_VERSION chooses it for
 * all tests; where TASKMASTER_THANOS names a Thanos, it is asked through one.
 */
export async function startPrometheus({
  version = process.env.TASKMASTER_PROMETHEUS_VERSION === '3.15' ? '3.15' : '2.42',
  flags = [],
  features = [],
  config: more = '',
}: PrometheusOptions = {}): Promise<PrometheusServer> {
  const binary = version === '2.42' ? installPrometheus() : installPrometheus3();
  const folder = mkdtempSync(join(tmpdir(), 'prometheus-'));
  const config = join(folder, 'prometheus.yml');
  writeFileSync(config, `${REPLICA_CONFIG}storage: {tsdb: {out_of_order_time_window: 2d}}\n${more}`);
  const url = `http://127.0.0.1:${await freePort()}`;
  const server = await startServer(
    binary,
    [
      `--config.file=${config}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      '--storage.tsdb.retention.time=100y',
      `--web.listen-address=${url.slice('http://'.length)}`,
      '--web.enable-remote-write-receiver',
      `--enable-feature=${['native-histograms', 'exemplar-storage', ...features].join(',')}`,
      '--query.lookback-delta=5m',
      '--log.level=warn',
      ...flags,
    ],
    `${url}/-/ready`,
    { cwd: folder }
  );
  const thanos = process.env.TASKMASTER_THANOS;
  const before = thanos ? await startThanos(thanos, url) : undefined;
  return {
    url: before?.url ?? url,
    pid: server.pid,
    folder: join(folder, 'data'),
    write: (points) => remoteWrite(url, points),
    async stop() {
      await before?.stop();
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
