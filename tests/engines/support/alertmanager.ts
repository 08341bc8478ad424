import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { keepInCache } from './cache.ts';
import { freePort, startServer } from './server-process.ts';

const VERSION = '0.28.1';
/** Name in the cache. */
export const ALERTMANAGER = `alertmanager-${VERSION}`;

/**
 * Path of Alertmanager: of TASKMASTER_ALERTMANAGER, in PATH, or compiled into the cache: a minute, once. Debian's package would
 * have to be installed: it reads its templates from /usr/share.
 */
export function installAlertmanager(): string {
  const named = process.env.TASKMASTER_ALERTMANAGER;
  const inPath = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'alertmanager'));
  const found = [...(named ? [named] : []), ...inPath].find((file) => existsSync(file));
  return found ?? join(keepInCache(ALERTMANAGER, build), 'alertmanager');
}

function build(folder: string): void {
  try {
    execFileSync('go', ['install', `github.com/prometheus/alertmanager/cmd/alertmanager@v${VERSION}`], {
      env: { ...process.env, GOBIN: folder },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  } catch (error) {
    throw new Error(
      `Go does not build Alertmanager ${VERSION} (${(error as Error).message.split('\n')[0]}). Put it into PATH, or name it in TASKMASTER_ALERTMANAGER.`,
      { cause: error }
    );
  }
}

export interface AlertmanagerServer {
  url: string;
  stop(): Promise<void>;
}

/** An Alertmanager of its own with this configuration. */
export async function startAlertmanager(config: string): Promise<AlertmanagerServer> {
  const binary = installAlertmanager();
  const folder = mkdtempSync(join(tmpdir(), 'alertmanager-'));
  const file = join(folder, 'alertmanager.yaml');
  mkdirSync(join(folder, 'data'));
  writeFileSync(file, config);
  const address = `127.0.0.1:${await freePort()}`;
  const server = await startServer(
    binary,
    [
      `--config.file=${file}`,
      `--storage.path=${join(folder, 'data')}`,
      `--web.listen-address=${address}`,
      '--cluster.listen-address=', // alone
    ],
    `http://${address}/-/ready`,
    { cwd: folder }
  );
  return {
    url: `http://${address}`,
    async stop() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
