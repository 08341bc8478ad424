import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** Those that still run, ended with the benchmark whatever became of it. */
const running = new Set<ChildProcess>();

export function endServices(): void {
  running.forEach((child) => child.kill('SIGKILL'));
}

const CLI = fileURLToPath(new URL('../../../backend/dist/cli.js', import.meta.url));

export interface RunningService {
  url: URL;
  pid: number;
  /** From starting the process to the first 200 of /health/ready, ms. */
  readyMs: number;
  stop(): Promise<void>;
}

/** A new folder for data or a project, gone with the process. */
export function temporaryFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `bench-${name}-`));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Starts the built service on a port of its own, as a user does, and waits until it is ready. */
export async function startService(data: string, ...more: string[]): Promise<RunningService> {
  if (!existsSync(CLI)) {
    throw new Error('The service is not built: run `npm run build` first');
  }
  const port = 20_000 + Math.floor(Math.random() * 20_000);
  const started = performance.now();
  const args = [CLI, 'start', '--data', data, '--port', String(port), '--no-import', '--log-level', 'warn', ...more];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  running.add(child);
  child.once('exit', () => running.delete(child));
  const url = new URL(`http://127.0.0.1:${port}`);
  while (!(await isReady(url))) {
    if (child.exitCode !== null) {
      throw new Error(`The service ended with code ${child.exitCode} before it was ready`);
    }
    await sleep(5);
  }
  const readyMs = performance.now() - started;
  return { url, pid: child.pid ?? 0, readyMs, stop: () => stop(child) };
}

async function isReady(url: URL): Promise<boolean> {
  return fetch(new URL('/health/ready', url)).then(
    (response) => response.ok,
    () => false
  );
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await ended;
  }
}

/** Resident memory of a process in MB, from /proc (Linux only; NaN elsewhere). */
export function residentMb(pid: number): number {
  const status = `/proc/${pid}/status`;
  const kb = existsSync(status) ? /VmRSS:\s+(\d+) kB/.exec(readFileSync(status, 'utf8'))?.[1] : undefined;
  return kb ? Number(kb) / 1024 : Number.NaN;
}

/** Processor time a process has used, in seconds (Linux only; ticks of 10 ms). */
export function cpuSeconds(pid: number): number {
  const stat = `/proc/${pid}/stat`;
  if (!existsSync(stat)) {
    return Number.NaN;
  }
  const fields = readFileSync(stat, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** Highest resident memory while something runs, MB. */
export async function peakMemory<T>(pid: number, work: () => Promise<T>): Promise<{ result: T; peakMb: number }> {
  let peakMb = residentMb(pid);
  const timer = setInterval(() => {
    peakMb = Math.max(peakMb, residentMb(pid));
  }, 200);
  try {
    return { result: await work(), peakMb };
  } finally {
    clearInterval(timer);
  }
}

/** Asks one query of the service and returns its frames. */
export async function ask(
  url: URL,
  queryType: string,
  query: object,
  extra: object = {}
): Promise<{ values: unknown[][] }> {
  const response = await fetch(new URL('/api/v1/query', url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ queries: [{ refId: 'A', queryType, query, ...extra }] }),
  });
  const answer = (await response.json()) as {
    results: { A: { error?: string; frames?: Array<{ data: { values: unknown[][] } }> } };
  };
  if (answer.results.A.error) {
    throw new Error(`${queryType}: ${answer.results.A.error}`);
  }
  return { values: answer.results.A.frames?.[0]?.data.values ?? [] };
}
