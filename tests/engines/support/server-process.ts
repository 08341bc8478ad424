import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/** A JVM on a busy machine; a program that ends is noticed at once. */
const READY_MS = 240_000;
const STOP_MS = 10_000;

export interface ServerProcess {
  pid: number;
  /** What it wrote so far, its end. */
  said(): string;
  stop(): Promise<void>;
}

/** A loopback port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Starts a program and waits until `ready` (an address, or a question of your own) answers with 2xx. Rejects with what it said where it ends before. */
export async function startServer(
  program: string,
  args: readonly string[],
  ready: string | (() => Promise<boolean>),
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {}
): Promise<ServerProcess> {
  const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  const hear = (data: Buffer): void => {
    said = (said + data.toString()).slice(-16_000);
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const failed = Promise.withResolvers<never>();
  failed.promise.catch(() => undefined);
  child.once('error', (error) => failed.reject(error));
  const ended = new Promise<void>((resolve) => {
    child.once('exit', (code, signal) => {
      failed.reject(new Error(`${program} ended (${code ?? signal}) before it was ready:\n${said}`));
      resolve();
    });
  });
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  const stop = async (): Promise<void> => {
    process.off('exit', kill);
    await stopChild(child, ended);
  };
  try {
    await Promise.race([untilReady(ready, () => said), failed.promise]);
  } catch (error) {
    await stop();
    throw error;
  }
  return { pid: child.pid!, said: () => said, stop };
}

async function untilReady(ready: string | (() => Promise<boolean>), said: () => string): Promise<void> {
  const end = Date.now() + READY_MS;
  const isReady =
    typeof ready === 'function'
      ? ready
      : () => fetch(ready, { signal: AbortSignal.timeout(2000) }).then(({ ok }) => ok);
  while (!(await isReady().catch(() => false))) {
    if (Date.now() > end) {
      throw new Error(`${typeof ready === 'string' ? ready : 'It'} does not answer:\n${said()}`);
    }
    await wait(50);
  }
}

async function stopChild(child: ChildProcess, ended: Promise<void>): Promise<void> {
  if (child.exitCode === null && child.signalCode === null && child.pid !== undefined) {
    child.kill('SIGTERM');
    const hard = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    await ended;
    clearTimeout(hard);
  }
}
