import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';

function installed(): string | undefined {
  const inPath = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'redis-server'));
  return [process.env.REDIS_SERVER, ...inPath, '/usr/bin/redis-server'].find((file) => file && existsSync(file));
}

function install(): string | undefined {
  if (!existsSync('/usr/bin/apt-get')) {
    return 'this machine has no apt-get';
  }
  const script =
    'apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends redis-server';
  const command = [
    ...(process.getuid?.() === 0 ? [] : ['sudo', '-n']),
    ...(existsSync('/usr/bin/flock') ? ['flock', '/tmp/apt.lock'] : []),
    ...['sh', '-c', script],
  ];
  const { status, stderr, error } = spawnSync(command[0]!, command.slice(1), { encoding: 'utf8' });
  return status === 0 ? undefined : (stderr || String(error)).trim().slice(-300);
}

/** A Redis server's program, Debian's where none is there yet; or a sentence saying why there is none. */
export function findRedis(): { path: string } | { problem: string } {
  const problem = installed() ? undefined : install();
  const path = installed();
  return path
    ? { path }
    : { problem: `There is no redis-server (${problem}). Install one, or name it in REDIS_SERVER.` };
}

export interface RedisServer {
  url: string;
  password: string;
  child: ChildProcess;
  /** Ends it at once; `restart` begins it again on the same port with what it had written. */
  kill(): Promise<void>;
  restart(): Promise<void>;
  close(): Promise<void>;
}

export async function startRedis(program: string): Promise<RedisServer> {
  const folder = mkdtempSync(join(tmpdir(), 'redis-'));
  const port = await freePort();
  const password = 'a-secret';
  const url = `redis://:${password}@127.0.0.1:${port}`;
  const args = [
    ...['--port', String(port), '--bind', '127.0.0.1', '--requirepass', password],
    ...['--dir', folder, '--appendonly', 'yes', '--save', ''],
  ];
  const begin = async () => {
    const child = spawn(program, args, { stdio: 'ignore' });
    const client = new Redis(url, { retryStrategy: () => 50, maxRetriesPerRequest: null });
    client.on('error', () => {}); // not there yet
    await client.ping();
    client.disconnect();
    return child;
  };
  const server: RedisServer = {
    url,
    password,
    child: await begin(),
    async kill() {
      const ended = new Promise((resolve) => server.child.once('exit', resolve));
      server.child.kill('SIGKILL');
      await ended;
    },
    async restart() {
      server.child = await begin();
    },
    async close() {
      if (server.child.exitCode === null && server.child.signalCode === null) {
        await server.kill();
      }
      await sleep(10);
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
  return server;
}

async function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}
