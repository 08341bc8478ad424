import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { type MetricPoint } from '../../../backend/src/telemetry/types.ts';
import { cacheFolder } from './cache.ts';
import { remoteWrite } from './remote-write.ts';
import { freePort, startServer } from './server-process.ts';

export interface PrometheusServer {
  url: string;
  pid: number;
  /** Where its samples are. */
  folder: string;
  /** Puts points in as a Collector would: by remote write, names and labels translated, deltas added up. */
  write(points: readonly MetricPoint[]): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Path of Prometheus: of TASKMASTER_PROMETHEUS, in PATH, or from Debian's package, which is unpacked into the cache
 * and not installed.
 */
function prometheusBinary(): string {
  const named = process.env.TASKMASTER_PROMETHEUS;
  const inPath = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'prometheus'));
  const found = [...(named ? [named] : []), ...inPath].find((file) => existsSync(file));
  if (found) {
    return found;
  }
  const folder = cacheFolder('prometheus');
  const binary = join(folder, 'usr', 'bin', 'prometheus');
  if (!existsSync(binary)) {
    unpackDebian('prometheus', folder);
  }
  return binary;
}

function unpackDebian(name: string, folder: string): void {
  const download = mkdtempSync(join(tmpdir(), `${name}-`));
  try {
    execFileSync('apt-get', ['download', name], { cwd: download, stdio: ['ignore', 'ignore', 'pipe'] });
    const file = readdirSync(download).find((one) => one.endsWith('.deb'));
    if (!file) {
      throw new Error('apt-get brought no package');
    }
    execFileSync('dpkg-deb', ['-x', join(download, file), folder]);
  } catch (error) {
    throw new Error(
      `Prometheus cannot be fetched with apt-get (${(error as Error).message.split('\n')[0]}). Put it into PATH, or name it in TASKMASTER_PROMETHEUS.`,
      { cause: error }
    );
  } finally {
    rmSync(download, { recursive: true, force: true });
  }
}

/** A Prometheus of its own in a throw-away folder; samples may come a day late. */
export async function startPrometheus(): Promise<PrometheusServer> {
  const binary = prometheusBinary();
  const folder = mkdtempSync(join(tmpdir(), 'prometheus-'));
  const config = join(folder, 'prometheus.yml');
  writeFileSync(config, 'global: {scrape_interval: 1h}\nstorage: {tsdb: {out_of_order_time_window: 2d}}\n');
  const url = `http://127.0.0.1:${await freePort()}`;
  const server = await startServer(
    binary,
    [
      `--config.file=${config}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      '--storage.tsdb.retention.time=100y',
      `--web.listen-address=${url.slice('http://'.length)}`,
      '--web.enable-remote-write-receiver',
      '--enable-feature=native-histograms,exemplar-storage',
      '--query.lookback-delta=5m',
      '--log.level=warn',
    ],
    `${url}/-/ready`,
    { cwd: folder }
  );
  return {
    url,
    pid: server.pid,
    folder: join(folder, 'data'),
    write: (points) => remoteWrite(url, points),
    async stop() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
