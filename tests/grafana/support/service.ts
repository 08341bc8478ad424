import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { api } from './grafana.ts';

const ROOT = resolve(import.meta.dirname, '../../..');

/** A service that runs on this machine, and the data source of Grafana that asks it. Grafana must run here too. */
export interface RunningService {
  url: string;
  uid: string;
  stop: () => Promise<void>;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function answers(url: string, process: ChildProcess): Promise<void> {
  const end = Date.now() + 60_000;
  while (Date.now() < end) {
    if (process.exitCode !== null) {
      throw new Error(`The service ended with ${process.exitCode} before it answered.`);
    }
    const ready = await fetch(`${url}/health/ready`).then(
      ({ status }) => status === 200,
      () => false
    );
    if (ready) {
      return;
    }
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error(`The service at ${url} did not get ready.`);
}

async function start(args: string[], uid: string, clean: () => void): Promise<RunningService> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const cli = resolve(ROOT, 'backend/src/cli/index.ts');
  const process = spawn(
    globalThis.process.execPath,
    ['--disable-warning=ExperimentalWarning', cli, 'start', ...args, '--port', String(port), '--log-level', 'error'],
    { stdio: 'ignore' }
  );
  const stop = async () => {
    await api('DELETE', `datasources/uid/${uid}`).catch(() => undefined);
    if (process.exitCode === null) {
      process.kill('SIGTERM');
      await once(process, 'exit');
    }
    clean();
  };
  try {
    await answers(url, process);
    return { url, uid, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Plays the sample project: runs, sessions, logs, traces and metrics of all kinds. */
export async function startSample(uid: string): Promise<RunningService> {
  return start(['--sample'], uid, () => undefined);
}

/** Follows a copy of the sample project that the test may change. */
export async function startOnProject(uid: string): Promise<RunningService & { tasks: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'taskmaster-grafana-'));
  const project = join(folder, 'bookshop');
  cpSync(resolve(ROOT, 'examples/sample-project'), project, { recursive: true });
  const args = ['--project', project, '--data', join(folder, 'data'), '--no-import'];
  const service = await start(args, uid, () => rmSync(folder, { recursive: true, force: true }));
  return { ...service, tasks: join(project, '.taskmaster/tasks/tasks.json') };
}

/** Makes the data source that asks a service, without going through the settings page. */
export async function addDatasource({ url, uid }: RunningService): Promise<void> {
  await api('DELETE', `datasources/uid/${uid}`).catch(() => undefined);
  const type = 'taskmaster-observability-datasource';
  await api('POST', 'datasources', { uid, name: `Service of ${uid}`, type, access: 'proxy', url });
}
